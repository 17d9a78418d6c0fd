/**
 * Threadloom's public surface: open a database, make a history service over some Codex homes and read pages, or a thread store
 * and write threads too. Vocabulary, projector, pure rooms, service, jobs and test builders have entry points of their own.
 */

export {
  type AsOf,
  createHistoryService,
  createThreadStore,
  type ForkBoundary,
  type ForkThreadOptions,
  HistoryError,
  type HistoryErrorCode,
  type HistoryService,
  historyMethods,
  type ItemEntry,
  type ItemsView,
  isHistoryError,
  type ListItemsOptions,
  type ListThreadsOptions,
  type ListTimelineOptions,
  type ListTurnsOptions,
  LiveThread,
  type OccurrenceEntry,
  type OpenLiveThreadOptions,
  openLiveThread,
  type Page,
  type ReadItemsOptions,
  readWithPosition,
  type SearchOccurrencesOptions,
  type SearchThreadsOptions,
  type StartThreadOptions,
  type SubscribeThreadOptions,
  serveJsonRpc,
  subscribeThread,
  type ThreadChange,
  type ThreadMatch,
  type ThreadStore,
  type ThreadStoreOptions,
  type ThreadSubscription,
  type ThreadView,
  type TimelineEntry,
  type TimelinePage,
  type TurnEntry,
} from './api/index.js';
export { type Metrics, NO_METRICS, PrometheusMetrics, prometheusText } from './metrics/index.js';
export {
  type ProjectionCounters,
  Projector,
  type ProjectorOptions,
  projectThreads,
} from './projector/index.js';
export { codexHomes, RolloutError } from './rollout/index.js';
export {
  type HistoryDatabase,
  type OpenHistoryDatabaseOptions,
  openHistoryDatabase,
} from './store/open-history-database.js';
export type { RecoveryReport, SalvagedRollout } from './store/recovery/recovery-report.js';
export { StoreError } from './store/store-error.js';

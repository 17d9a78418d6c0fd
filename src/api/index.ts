/** The api room: the history service, its pages and errors, and its JSON-RPC skin. */

export type { AsOf, AsOfOption, InheritedAsOf, WithAsOf } from './as-of.js';
export type { ThreadUpkeep } from './create-thread-upkeep.js';
export type { OutputDeferral } from './defer-output.js';
export type { DiffWorldStateOptions, WorldStateDiff } from './diff-world-state.js';
export type { ForkBoundary } from './fork-boundary.js';
export type { ForkedThread } from './fork-rollout.js';
export type { ForkThreadOptions } from './fork-thread.js';
export { HistoryError, type HistoryErrorCode, isHistoryError } from './history-error.js';
export { createHistoryService, type HistoryService, type ReadThreadOptions } from './history-service.js';
export type { ItemEntry } from './item-entry.js';
export { historyMethods, type Method, type ServerIdentity } from './json-rpc/methods.js';
export { type RpcError, toRpcError } from './json-rpc/rpc-error.js';
export { type ServeOptions, serveJsonRpc } from './json-rpc/serve-json-rpc.js';
export type { ItemAnchor, ListItemsOptions } from './list-items.js';
export { type ListThreadsOptions, SOURCE_KINDS, type SourceKindFilter } from './list-threads.js';
export type { ListTimelineOptions, TimelineEntry, TimelinePage } from './list-timeline.js';
export type { ListTurnsOptions } from './list-turns.js';
export type { WorldStateChangeEntry, WorldStateChanges } from './list-world-state-changes.js';
export { LiveThread } from './live-thread.js';
export {
  type OpenExistingOptions,
  type OpenLiveThreadOptions,
  type OpenNewOptions,
  openLiveThread,
} from './open-live-thread.js';
export type { Page } from './page.js';
export type { ReadItemsOptions } from './read-items.js';
export { type ReadWithPositionOptions, readWithPosition } from './read-with-position.js';
export type {
  ReadWorldStateOptions,
  WorldStatePlace,
  WorldStateProblem,
  WorldStateView,
} from './read-world-state.js';
export type { RevertedThread } from './revert-thread.js';
export type { OccurrenceEntry, OccurrencePageView, SearchOccurrencesOptions } from './search-occurrences.js';
export type { SearchThreadsOptions, ThreadMatch } from './search-threads.js';
export type { StartThreadOptions } from './start-thread.js';
export {
  type SubscribeThreadOptions,
  subscribeThread,
  type ThreadSubscription,
} from './subscribe-thread.js';
export type { ChangedItem, ChangedTurn, ChangedTurnKey, ThreadChange } from './thread-change.js';
export { createThreadStore, type SubscribeOptions, type ThreadStore } from './thread-store.js';
export type { ThreadStoreOptions } from './thread-store-options.js';
export type { GitInfo, ThreadView } from './thread-view.js';
export type { ItemsView, TurnEntry } from './turn-entry.js';

/**
 * What a measurement tells: rows of figures. A missing figure was not measured.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {'ms' | 'MB' | '×' | 'events/s' | 'MB/s'} unit of measured, floor and peer
 * @property {string} [target] in words
 * @property {import('./statistics.js').Summary} measured
 * @property {import('./statistics.js').Summary} [floor]
 * @property {import('./statistics.js').Summary} [timesFloor] measured ÷ floor, pair by pair
 * @property {import('./statistics.js').Summary} [peer]
 * @property {import('./statistics.js').Summary} [peerTimes] peer ÷ measured, pair by pair
 * @property {Record<string, number>} [work] counters
 *
 * @typedef {object} Report
 * @property {string} title
 * @property {Row[]} rows
 * @property {string[]} [notes]
 *
 * @typedef {object} Bench
 * @property {import('./options.js').BenchOptions} options
 * @property {(message: string) => void} note tells a person what is being done
 */

export {};

/**
 * XXH64 (seed 0), the checksum of zstd frames, over bytes that arrive in pieces. The bulk is mixed in halves of 32
 * bits, since BigInt is far too slow for it; only the end of a hash uses BigInt.
 */

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;
const MASK = 0xffff_ffff_ffff_ffffn;

const STRIPE_BYTES = 32;

// P1 and P2 again, in halves.
const P1_HIGH = 0x9e3779b1 | 0;
const P1_LOW = 0x85ebca87 | 0;
const P2_HIGH = 0xc2b2ae3d | 0;
const P2_LOW = 0x27d4eb4f | 0;

export class Xxh64 {
  /** Four lanes of a low and a high half. */
  readonly #lanes = new Int32Array(8);
  readonly #rest = new Uint8Array(STRIPE_BYTES);
  #restLength = 0;
  #total = 0;

  constructor() {
    [P1 + P2, P2, 0n, -P1].forEach((word, lane) => {
      this.#lanes[lane * 2] = Number(word & 0xffff_ffffn);
      this.#lanes[lane * 2 + 1] = Number((word & MASK) >> 32n);
    });
  }

  update(bytes: Uint8Array): void {
    this.#total += bytes.length;
    let from = 0;
    if (this.#restLength > 0) {
      from = Math.min(STRIPE_BYTES - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, from), this.#restLength);
      this.#restLength += from;
      if (this.#restLength < STRIPE_BYTES) return;
      mixStripes(this.#lanes, this.#rest);
    }
    const to = bytes.length - ((bytes.length - from) % STRIPE_BYTES);
    mixStripes(this.#lanes, bytes.subarray(from, to));
    this.#rest.set(bytes.subarray(to));
    this.#restLength = bytes.length - to;
  }

  /** The hash of everything so far. */
  digest(): bigint {
    let hash = (this.#total < STRIPE_BYTES ? P5 : this.#mergeLanes()) + BigInt(this.#total);
    const rest = new DataView(this.#rest.buffer, 0, this.#restLength);
    let at = 0;
    for (; at + 8 <= rest.byteLength; at += 8) {
      hash = rotate(hash ^ round(0n, rest.getBigUint64(at, true)), 27n) * P1 + P4;
    }
    if (at + 4 <= rest.byteLength) {
      hash = rotate(hash ^ ((BigInt(rest.getUint32(at, true)) * P1) & MASK), 23n) * P2 + P3;
      at += 4;
    }
    for (; at < rest.byteLength; at += 1) {
      hash = rotate(hash ^ ((BigInt(rest.getUint8(at)) * P5) & MASK), 11n) * P1;
    }
    hash &= MASK;
    hash = ((hash ^ (hash >> 33n)) * P2) & MASK;
    hash = ((hash ^ (hash >> 29n)) * P3) & MASK;
    return hash ^ (hash >> 32n);
  }

  #mergeLanes(): bigint {
    const lanes = [0, 2, 4, 6].map((at) => {
      const [low, high] = this.#lanes.subarray(at, at + 2);
      return BigInt.asUintN(64, (BigInt(high ?? 0) << 32n) | BigInt((low ?? 0) >>> 0));
    });
    const shifts = [1n, 7n, 12n, 18n];
    let hash = lanes.reduce((sum, lane, index) => sum + rotate(lane, shifts[index] ?? 0n), 0n);
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
    return hash;
  }
}

function rotate(word: bigint, by: bigint): bigint {
  const bits = word & MASK;
  return ((bits << by) | (bits >> (64n - by))) & MASK;
}

function round(lane: bigint, word: bigint): bigint {
  return (rotate(lane + word * P2, 31n) * P1) & MASK;
}

/** Mixes whole stripes into the lanes: each lane becomes rotate(lane + word * P2, 31) * P1. */
function mixStripes(lanes: Int32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let lane = 0; lane < 8; lane += 2) {
    let low = lanes[lane] ?? 0;
    let high = lanes[lane + 1] ?? 0;
    for (let at = lane * 4; at < view.byteLength; at += STRIPE_BYTES) {
      const wordLow = view.getInt32(at, true);
      const wordHigh = view.getInt32(at + 4, true);
      const productLow = Math.imul(wordLow, P2_LOW);
      const productHigh =
        (multiplyHigh(wordLow, P2_LOW) + Math.imul(wordLow, P2_HIGH) + Math.imul(wordHigh, P2_LOW)) | 0;
      const sumLow = (low + productLow) | 0;
      const carry = sumLow >>> 0 < low >>> 0 ? 1 : 0;
      const sumHigh = (high + productHigh + carry) | 0;
      const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
      const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
      low = Math.imul(turnedLow, P1_LOW);
      high =
        (multiplyHigh(turnedLow, P1_LOW) + Math.imul(turnedLow, P1_HIGH) + Math.imul(turnedHigh, P1_LOW)) | 0;
    }
    lanes[lane] = low;
    lanes[lane + 1] = high;
  }
}

/** The high half of the product of two unsigned 32-bit numbers. */
function multiplyHigh(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  return (leftHigh * rightHigh + (middle >>> 16) + ((leftLow * rightHigh + (middle & 0xffff)) >>> 16)) | 0;
}

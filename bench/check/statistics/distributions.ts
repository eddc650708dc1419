import { bdtrc, compiled, incbet, incbi, psi, zeta } from 'cephes';

// The library is WebAssembly, which Node compiles aside.
await compiled;

/**
 * Value that a variable of Student's t distribution exceeds with probability `upperTail`, 0 < upperTail ≤ 0.5; degrees of
 * freedom may be a fraction. By the incomplete beta function: M. Abramowitz and I. Stegun, "Handbook of Mathematical
 * Functions", 26.7.1.
 */
export function tQuantile(upperTail: number, degreesOfFreedom: number): number {
  const z = incbi(degreesOfFreedom / 2, 0.5, 2 * upperTail);
  return Math.sqrt(degreesOfFreedom / z - degreesOfFreedom);
}

/** Probability that a variable of Fisher's F distribution is `ratio` or more. Abramowitz and Stegun, 26.6.2. */
export function fUpperTail(ratio: number, degreesAbove: number, degreesBelow: number): number {
  return incbet(degreesBelow / 2, degreesAbove / 2, degreesBelow / (degreesBelow + degreesAbove * ratio));
}

/** Probability that of `trials` throws of a fair coin `heads` or more are heads. */
export function coinUpperTail(heads: number, trials: number): number {
  return heads === 0 ? 1 : bdtrc(heads - 1, trials, 0.5);
}

/** First derivative of ln Γ. */
export const digamma: (x: number) => number = psi;

/** Second derivative of ln Γ, by Hurwitz's zeta function: Abramowitz and Stegun, 6.4.10. */
export function trigamma(x: number): number {
  return zeta(2, x);
}

/**
 * The x > 0 whose {@link trigamma} is `value` > 0: Newton's iteration on 1/trigamma, which is convex and all but straight,
 * so that it closes in from one side. G. Smyth, "Linear models and empirical Bayes methods for assessing differential
 * expression in microarray experiments", 2004, appendix.
 */
export function trigammaInverse(value: number): number {
  let x = 0.5 + 1 / value;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const at = trigamma(x);
    const slope = -2 * zeta(3, x);
    const change = (at * (1 - at / value)) / slope;
    x += change;
    if (-change / x < 1e-10) break;
  }
  return x;
}

const MOST_STEPS = 50;

/**
 * Units of the lab's quantities. A plain number is accepted where a unit is asked for, but one unit is never accepted
 * for another: handing seconds to something that takes milliseconds is a type error.
 */
type Unit<Name extends string> = number & { readonly unit?: Name };

/** Milliseconds; fractions allowed. The unit of every time inside the lab. */
export type Millis = Unit<'ms'>;

/** Seconds; fractions allowed. Only on the wire, where `hold` is in seconds as in RFC 7240's `wait`. */
export type Seconds = Unit<'s'>;

/** Bytes. */
export type Bytes = Unit<'bytes'>;

/** Bytes per second. */
export type BytesPerSecond = Unit<'bytes/s'>;

/** Events per second. */
export type PerSecond = Unit<'1/s'>;

export function toMillis(seconds: Seconds): Millis {
  return (seconds as number) * 1000;
}

export function toSeconds(millis: Millis): Seconds {
  return (millis as number) / 1000;
}

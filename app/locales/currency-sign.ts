const LEFT_TO_RIGHT_MARK = '\u200e';

/** "5.00 US$" in text from right to left is shown as "$US 5.00", since a last sign without direction goes with its surroundings. */
export function withSignKept(amount: string): string {
  return amount.replace(/[A-Z]+\p{Sc}$/u, (sign) => sign + LEFT_TO_RIGHT_MARK);
}

import { createInterface, type Interface } from 'node:readline';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** What a terminal does not show but does: end a line, move, colour, turn the direction of writing, set the clipboard. */
const COMMANDS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Lines that come in and lines that go out, without one tearing the other: what is being typed stays at the bottom. */
export class Terminal {
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  #lines: Interface | undefined;

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream) {
    this.#input = input;
    this.#output = output;
  }

  /** What is typed, line by line; ends with the input, with SIGINT, or by {@link close}. */
  async *lines(): AsyncGenerator<string, void, void> {
    const isTerminal = this.#input.isTTY && this.#output.isTTY;
    this.#lines = createInterface({
      input: this.#input,
      ...(isTerminal ? { output: this.#output, prompt: '> ' } : {}),
      terminal: isTerminal,
    });
    this.#lines.once('SIGINT', () => this.close());
    process.once('SIGINT', this.close);
    process.once('SIGTERM', this.close);
    if (isTerminal) this.#lines.prompt();
    try {
      for await (const line of this.#lines) {
        yield line;
        if (isTerminal) this.#lines.prompt();
      }
    } finally {
      process.off('SIGINT', this.close);
      process.off('SIGTERM', this.close);
    }
  }

  /** Prints one line, whatever is in it: what others wrote must not pass for what was printed, nor command the terminal. */
  print(text: string, style?: Style): void {
    const line = text.replaceAll(COMMANDS, '\uFFFD');
    const styled = style !== undefined && this.#output.isTTY ? styleText(style, line) : line;
    if (!this.#output.isTTY) {
      this.#output.write(`${styled}\n`);
      return;
    }
    this.#output.write(`\r\u001B[K${styled}\n`);
    this.#lines?.prompt(true);
  }

  readonly close = (): void => {
    this.#lines?.close();
    this.#input.destroy();
  };
}

import type { CellCompiler, CompiledCell, Completions, Inspection } from "../../cells";
import type { CompilerCall } from "../thread-messages";
import type { CompilerHost } from "./compiler-host";

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** The compiler in its process or thread: the methods of `CellCompiler`, as promises. */
export class CompilerClient {
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  constructor(private readonly host: CompilerHost) {
    host.onAnswer = (answer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ("failure" in answer) waiting?.reject(new Error(answer.failure));
      else waiting?.resolve(answer.value);
    };
  }

  compile(source: string): Promise<CompiledCell> {
    return this.call("compile", source) as Promise<CompiledCell>;
  }

  commit(cell: CompiledCell, names?: ReadonlySet<string>): Promise<void> {
    return this.call("commit", cell, names) as Promise<void>;
  }

  complete(source: string, cursor: number): Promise<Completions> {
    return this.call("complete", source, cursor) as Promise<Completions>;
  }

  inspect(source: string, cursor: number): Promise<Inspection | undefined> {
    return this.call("inspect", source, cursor) as Promise<Inspection | undefined>;
  }

  isComplete(source: string): Promise<ReturnType<CellCompiler["isComplete"]>> {
    return this.call("isComplete", source) as Promise<ReturnType<CellCompiler["isComplete"]>>;
  }

  private call(method: CompilerCall["method"], ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve, reject });
      this.host.post({ id, method, args });
    });
  }
}

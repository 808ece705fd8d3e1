/** What can be sent on. */
interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/** A zeromq socket takes one send at a time: what comes meanwhile waits, in order. */
export class InOrder {
  private readonly last = new Map<Sender, Promise<void>>();

  /** Resolves when the frames are sent; rejects when they cannot be. */
  send(socket: Sender, frames: Buffer[]): Promise<void> {
    const sent = (this.last.get(socket) ?? Promise.resolve()).then(() => socket.send(frames));
    this.last.set(
      socket,
      sent.catch(() => {}),
    );
    return sent;
  }
}

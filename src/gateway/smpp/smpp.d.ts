/** The part of the `smpp` package (0.5.1, which has no types) that is used here. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface PduMessage {
    message: string | Buffer;
    udh?: Buffer[];
  }

  export class PDU {
    constructor(command: string, params?: Record<string, unknown>);
    command: string;
    command_status: number;
    sequence_number: number;
    message_id?: string;
    source_addr?: string;
    destination_addr?: string;
    esm_class?: number;
    data_coding?: number;
    registered_delivery?: number;
    system_id?: string;
    password?: string;
    short_message?: PduMessage;
    message_payload?: PduMessage;
    receipted_message_id?: string;
    message_state?: number;
    network_error_code?: Buffer;
    sar_msg_ref_num?: number;
    sar_total_segments?: number;
    sar_segment_seqnum?: number;
    isResponse(): boolean;
    response(params?: Record<string, unknown>): PDU;
  }

  export class Session extends EventEmitter {
    socket: Socket;
    /** False where the socket cannot be written to; throws where the PDU cannot be encoded. */
    send(pdu: PDU): boolean;
    close(): void;
    destroy(): void;
  }

  export interface Encoding {
    encode(text: string): Buffer;
    decode(octets: Buffer): string;
  }

  const smpp: {
    connect(options: Record<string, unknown>): Session;
    createServer(listener: (session: Session) => void): NetServer;
    PDU: typeof PDU;
    encodings: { ASCII: Encoding; LATIN1: Encoding; UCS2: Encoding };
  };
  export default smpp;
}

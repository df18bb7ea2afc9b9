import { totalmem } from 'node:os';

const MIB = 1024 * 1024;

/**
 * Server settings of the embedded database as `-c name=value` arguments, sized for the memory the process may use.
 * Nothing here gives up durability: fsync, full_page_writes and synchronous_commit stay on.
 * @param port TCP port on 127.0.0.1, the only address it listens on
 */
export function serverArguments(port: number, memoryBytes = usableMemoryBytes()): string[] {
  const bufferMib = clamp(memoryBytes / MIB / 8, 64, 1024);
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 120,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',

    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    shared_buffers: `${bufferMib}MB`,
    effective_cache_size: `${clamp(memoryBytes / MIB / 2, 128, 65536)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${clamp(memoryBytes / MIB / 16, 32, 256)}MB`,
    // Few checkpoints: each one makes the next write of every page carry the whole page into the log.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: 0.9,
    wal_compression: 'on',
    wal_buffers: '16MB',
    // No replicas, so the log needs no more than crash recovery does.
    wal_level: 'minimal',
    max_wal_senders: 0,
    random_page_cost: 1.1,
    jit: 'off',
    // The deliveries of a running campaign are updated several times each: clean up before tables swell.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: 0.05,
    autovacuum_vacuum_cost_limit: 1000,
    // A query whose process was killed gives back its locks within seconds.
    client_connection_check_interval: '5s',

    // Only the server's own events: an error of a statement is the caller's to report, and its detail may hold a phone number.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_connections: '',
    log_line_prefix: '',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function usableMemoryBytes(): number {
  // The limit of the container, where there is one (0 or a huge number where there is none).
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(Math.max(value, low), high));
}

/**
 * A machine that is cut off sends no farewell. Without these settings its sessions, with their advisory locks and row
 * locks, live on in Postgres for two hours (Linux' tcp_keepalive_time), and its own statements wait for as long.
 */
const CLIENT_NOTICES_MS = 10_000;

/** For every pool: our side notices within 20 s that the server is gone (libuv probes ten times, a second apart). */
export const NOTICE_DEAD_SERVER = {
  keepAlive: true,
  keepAliveInitialDelayMillis: CLIENT_NOTICES_MS,
  connectionTimeoutMillis: 10_000,
} as const;

/** For the `options` of every connection: the server ends our session within 25 s when we are gone. */
export const END_DEAD_SESSION =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000';

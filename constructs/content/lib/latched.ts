/**
 * Where an alert fires, or did within an hour in which Prometheus may have been away. An alert that looks for a change, such
 * as from writable to read-only, goes on with it for longer than the change can be seen: trouble that is old is not over.
 */
export const latched = (alert: string) => `last_over_time(ALERTS{alertname="${alert}", alertstate="firing"}[1h])`;

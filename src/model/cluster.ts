const clusters = /(?:^|\/)clusters\/([^/]+)\//;

/** The cluster that a path belongs to by the usual layout (`clusters/<name>/...`); undefined where paths do not tell. */
export function clusterOf(path: string): string | undefined {
  return clusters.exec(path)?.[1];
}

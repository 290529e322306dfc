/** The only file that talks to the GitHub API; handed in as an argument, so that tests can do without it. */
export interface GitHub {
  /** A file's text at a commit, or undefined where there is none. Rejects on any other answer. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
}

/** The API of the server the run is on (`GITHUB_API_URL`), with a token that may read contents. */
export async function gitHub(token: string, repository: string): Promise<GitHub> {
  // Loaded only where it is used: the client costs more start-up than a scan of a small repository.
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(token, { baseUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com' });
  const [owner = '', repo = ''] = repository.split('/');
  return {
    async fileAt(path, ref) {
      try {
        const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
        if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return undefined;
        return Buffer.from(data.content, 'base64').toString('utf8');
      } catch (error) {
        if ((error as { status?: number }).status === 404) return undefined;
        throw error;
      }
    },
  };
}

/** The only file that talks to the GitHub API; handed in as an argument, so that tests can do without it. */
export interface GitHub {
  /** A file's text at a commit, or undefined where there is none. Rejects on any other answer. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** The files a pull request changes; `patch` is missing where GitHub shows no diff (binary or large). */
  changedFiles(pull: number): Promise<readonly ChangedFile[]>;
  /** Comments of this run's own account on lines of a pull request. */
  reviewComments(pull: number): Promise<readonly PostedComment[]>;
  createReview(pull: number, commit: string, body: string, comments: readonly LineComment[]): Promise<void>;
  updateReviewComment(id: number, body: string): Promise<void>;
  /** Comments of this run's own account in the conversation of a pull request. */
  conversation(pull: number): Promise<readonly PostedComment[]>;
  createComment(pull: number, body: string): Promise<void>;
  updateComment(id: number, body: string): Promise<void>;
  deleteComment(id: number): Promise<void>;
}

export interface ChangedFile {
  readonly path: string;
  readonly patch: string | undefined;
}

export interface PostedComment {
  readonly id: number;
  readonly body: string;
  /** False where later pushes changed the line it stood on. */
  readonly current: boolean;
}

/** A comment on lines of the new side of a diff; `startLine` where it is more than one. */
export interface LineComment {
  readonly path: string;
  readonly line: number;
  readonly startLine?: number;
  readonly body: string;
}

/** GitHub refuses longer comments (422 "Body is too long"), in UTF-16 code units. */
export const longestComment = 65_536;

/** The HTTP status GitHub refused with, or undefined for any other error. */
export function refusedWith(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

const timeLimit = 20_000;
/** Longest pause GitHub may ask for (`retry-after`) that is worth waiting for, in seconds. */
const longestPause = 30;

/** The API of the server the run is on (`GITHUB_API_URL`), with the token of the run. */
export async function gitHub(token: string, repository: string): Promise<GitHub> {
  // Loaded only where it is used: the client costs more start-up than a scan of a small repository.
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(token, { baseUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com' });
  octokit.hook.before('request', (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(timeLimit) };
  });
  // Limits on bursts of writes ask to come back later: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
  octokit.hook.wrap('request', async (request, options) => {
    try {
      return await request(options);
    } catch (error) {
      const pause = Number(retryAfter(error));
      if (!(pause >= 0 && pause <= longestPause)) throw error;
      await new Promise((done) => setTimeout(done, pause * 1000));
      return request(options);
    }
  });
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  const { rest } = octokit;
  let isOwn: Promise<(user: Author) => boolean> | undefined;
  const own = async <Comment extends { readonly user?: Author | null }>(comments: readonly Comment[]) => {
    isOwn ??= ownership(async () => (await rest.users.getAuthenticated()).data.login);
    const mine = await isOwn;
    return comments.filter(({ user }) => user && mine(user));
  };
  return {
    async fileAt(path, ref) {
      try {
        const { data } = await rest.repos.getContent({ ...here, path, ref });
        if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return undefined;
        return Buffer.from(data.content, 'base64').toString('utf8');
      } catch (error) {
        if (refusedWith(error) === 404) return undefined;
        throw error;
      }
    },
    async changedFiles(pull_number) {
      const files = await octokit.paginate(rest.pulls.listFiles, { ...here, pull_number, per_page: 100 });
      return files.map(({ filename, patch }) => ({ path: filename, patch }));
    },
    async reviewComments(pull_number) {
      const all = await octokit.paginate(rest.pulls.listReviewComments, { ...here, pull_number, per_page: 100 });
      return (await own(all)).map(({ id, body, line }) => ({ id, body, current: typeof line === 'number' }));
    },
    async createReview(pull_number, commit_id, body, comments) {
      await rest.pulls.createReview({
        ...here,
        pull_number,
        commit_id,
        event: 'COMMENT',
        body,
        comments: comments.map(({ path, line, startLine, body: text }) => ({
          path,
          line,
          side: 'RIGHT',
          ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
          body: text,
        })),
      });
    },
    async updateReviewComment(comment_id, body) {
      await rest.pulls.updateReviewComment({ ...here, comment_id, body });
    },
    async conversation(issue_number) {
      const all = await octokit.paginate(rest.issues.listComments, { ...here, issue_number, per_page: 100 });
      return (await own(all)).map(({ id, body }) => ({ id, body: body ?? '', current: true }));
    },
    async createComment(issue_number, body) {
      await rest.issues.createComment({ ...here, issue_number, body });
    },
    async updateComment(comment_id, body) {
      await rest.issues.updateComment({ ...here, comment_id, body });
    },
    async deleteComment(comment_id) {
      await rest.issues.deleteComment({ ...here, comment_id });
    },
  };
}

interface Author {
  readonly login: string;
  readonly type?: string;
}

/**
 * Who wrote a comment matters as much as its marker, which anybody can paste. The token of a workflow may not ask who it
 * is (403); it and other Apps write as bots.
 */
async function ownership(login: () => Promise<string>): Promise<(user: Author) => boolean> {
  try {
    const name = await login();
    return (user) => user.login === name;
  } catch {
    return (user) => user.type === 'Bot';
  }
}

function retryAfter(error: unknown): string | undefined {
  const { status, response } = error as { status?: number; response?: { headers?: Record<string, unknown> } };
  const after = response?.headers?.['retry-after'];
  return (status === 403 || status === 429) && after !== undefined ? String(after) : undefined;
}

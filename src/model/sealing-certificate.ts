import { asScalar, at } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import { type SealingCertificate, sealingCertificate } from '../sealing.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';
import { sealedSecretsOf } from './sealed-secret.ts';

/** A certificate in the repository that values are sealed with. */
export interface CommittedCertificate {
  readonly path: string;
  readonly passage: Passage;
  /** The PEM block. */
  readonly span: Span;
  readonly certificate: SealingCertificate;
}

/** Names people give it: `pub-sealed-secrets.pem` (Flux), `pub-cert.pem`, `sealed-secrets.crt`, `.kubeseal/prod.pem`. */
const named =
  /(?:seal(?:ed|ing)?[-_.]?(?:secrets?)?|kubeseal)[^/]{0,40}\.(?:pem|crt|cert|cer)$|(?:^|\/)pub[-_.]?(?:lic)?[-_.]?cert[^/]{0,40}\.(?:pem|crt|cert|cer)$|(?:^|\/)\.?(?:kubeseal|sealed-?secrets)\/[^/]{1,80}\.(?:pem|crt|cert|cer)$/i;

/** True where a path is called like a sealing certificate, whatever is in it. */
export function isNamedLikeCertificate(path: string): boolean {
  return named.test(path) && !/key\.[a-z]+$|private/i.test(path);
}

const known = new WeakMap<Repository, readonly CommittedCertificate[]>();

/** The sealing certificates of a repository: by their name, or by the empty subject that the controller gives them. */
export function sealingCertificatesOf(repository: Repository): readonly CommittedCertificate[] {
  let found = known.get(repository);
  if (!found) {
    found = [...certificatesIn(repository)];
    known.set(repository, found);
  }
  return found;
}

function* certificatesIn(repository: Repository): Iterable<CommittedCertificate> {
  const sealing = sealedSecretsOf(repository).length > 0;
  for (const passage of repository.passages) {
    if (passage.within || passage.dialect !== 'pem') continue;
    const { path } = passage.file;
    const called = isNamedLikeCertificate(path);
    if (!called && !sealing) continue;
    const document = passage.parsed.documents[0];
    const block = asScalar(at(document?.root, 'CERTIFICATE'));
    if (!document || !block || passage.text.content.includes('PRIVATE KEY')) continue;
    const certificate = sealingCertificate(block.value);
    if (!certificate || !(called || certificate.subject === '')) continue;
    yield { path, passage, span: spanOf(document, block), certificate };
  }
}

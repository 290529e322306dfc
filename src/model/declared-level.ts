import type { Declaration, MechanismId } from '../mechanism.ts';
import { mechanisms } from '../mechanisms/index.ts';
import { textAt } from '../parser.ts';
import type { Level } from '../policy.ts';

const levels = new Map<MechanismId, Level>(mechanisms.map(({ id, level }) => [id, level]));

/**
 * The level that a declaration is evidence of: that of its mechanism; what the CSI driver mounts from Vault or OpenBao
 * is kept there.
 */
export function levelOfDeclaration({ mechanism, resource }: Declaration): Level {
  if (mechanism === 'csi-driver' && /^(?:vault|openbao)$/.test(textAt(resource?.node, 'spec', 'provider') ?? '')) {
    return 4;
  }
  return levelOfMechanism(mechanism);
}

/** The level that a mechanism is evidence of. */
export function levelOfMechanism(mechanism: MechanismId): Level {
  return levels.get(mechanism) ?? 1;
}

import { describe, expect, it } from 'vitest';
import { esoProviders } from '../src/generated/eso-providers.ts';
import { storedCredentials, storesOf } from '../src/model/secret-store.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

async function storesIn(yaml: string) {
  const parts = { places: [], mechanisms: [], rules: [], today: new Date(0), ignored: () => false };
  const source = memorySource(new Map([['store.yaml', yaml]]));
  return storesOf((await scan(source, { ...parts, declared: { level: 3, backups: [] } })).repository);
}

/** A store that fills in one field of a provider with a selector. */
function storeWith(provider: string, path: string, selector: string): string {
  const steps = path.split('.');
  const nested = steps.map((step, i) => `${'  '.repeat(i + 3)}${step}:`).join('\n');
  return `apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata:\n  name: s\nspec:\n  provider:\n    ${provider}:\n${nested} ${selector}\n`;
}

const staticPaths = Object.entries(esoProviders).flatMap(([provider, paths]) =>
  paths.static.map((path) => ({ provider, path })),
);
const identityPaths = Object.entries(esoProviders).flatMap(([provider, paths]) =>
  paths.identity.map((path) => ({ provider, path })),
);

describe('the table of providers', () => {
  it('has the providers of the CRD, and no identity field for those that have none', () => {
    expect(Object.keys(esoProviders).length).toBeGreaterThan(35);
    expect(esoProviders.aws?.identity).toEqual(['auth.jwt.serviceAccountRef']);
    expect(esoProviders.onepassword?.identity).toEqual([]);
    expect(staticPaths.some(({ path }) => /caProvider|identityId|credConfig/.test(path))).toBe(false);
  });
});

describe('every stored credential of the table', () => {
  it.each(staticPaths)('is recognised by its shape: $provider $path', async ({ provider, path }) => {
    const [store] = await storesIn(storeWith(provider, path, '{name: secret, key: key}'));
    expect(store?.references.map((reference) => reference.path)).toEqual([path]);
    expect(store?.identity).toBe(false);
  });

  it.each(identityPaths)('and no identity is: $provider $path', async ({ provider, path }) => {
    const [store] = await storesIn(storeWith(provider, path, '{name: app, audiences: [vault]}'));
    expect(store?.references).toEqual([]);
    expect(store?.identity).toBe(true);
    expect(store?.identityField).toBeDefined();
  });

  it.each([
    ['vault', 'caProvider', '{type: ConfigMap, name: ca, key: ca.crt}'],
    ['vault', 'caProvider', '{name: ca, key: ca.crt}'],
    ['gcpsm', 'auth.workloadIdentityFederation.credConfig', '{name: config, key: config.json}'],
    ['infisical', 'auth.kubernetesAuthCredentials.identityId', '{name: id, key: id}'],
    ['ngrok', 'vault', '{name: prod}'],
  ])('and no public or naming field is: %s %s', async (provider, path, selector) => {
    const [store] = await storesIn(storeWith(provider, path, selector));
    expect(store?.references).toEqual([]);
  });
});

describe('ids beside a credential', () => {
  it('are references but no stored credentials', async () => {
    const [store] = await storesIn(storeWith('azurekv', 'authSecretRef.clientId', '{name: azure, key: id}'));
    expect(store?.references).toHaveLength(1);
    expect(storedCredentials(store!)).toEqual([]);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { isSecretName, maskSecrets, maskText } from '../../../src/log/mask-secrets.js';

describe('masking of secrets', () => {
  const texts: readonly (readonly [given: string, told: string])[] = [
    ['redis://:pw@host:6379/0', 'redis://:***@host:6379/0'],
    [
      'cannot reach postgresql://me:p%40w@db.example.org/x today',
      'cannot reach postgresql://me:***@db.example.org/x today',
    ],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ***'],
    ['http://127.0.0.1:8717/?token=abcdef&tab=2', 'http://127.0.0.1:8717/?token=***&tab=2'],
    ['{"password":"a b"}', '{"password":"*** b"}'],
    ['PASSWORD = hush', 'PASSWORD = ***'],
    ['unix:/run/me/redis.sock', 'unix:/run/me/redis.sock'],
    ['file:/data/crystalq.db', 'file:/data/crystalq.db'],
    ['ratio 3:4 at 12:30:00', 'ratio 3:4 at 12:30:00'],
    ['KEYWORD=OPTGEOM TOLINTEG=7', 'KEYWORD=OPTGEOM TOLINTEG=7'],
  ];
  for (const [given, told] of texts) {
    it(`writes ${told}`, () => {
      expect(maskText(given)).to.equal(told);
    });
  }

  const names: readonly (readonly [name: string, isSecret: boolean])[] = [
    ...(
      ['token', 'password', 'dbPassword', 'sessionToken', 'csrf-token', 'apiKey', 'x-api-key'] as const
    ).map((name) => [name, true] as const),
    ...(['Authorization', 'cookie', 'clientSecret', 'privateKey', 'webhookUrl'] as const).map(
      (name) => [name, true] as const,
    ),
    ...(['attemptToken', 'jobName', 'key', 'tokens', 'message', 'passed', 'keywords'] as const).map(
      (name) => [name, false] as const,
    ),
  ];
  for (const [name, isSecret] of names) {
    it(`takes a field ${name} for ${isSecret ? 'a secret' : 'a fact'}`, () => {
      expect(isSecretName(name)).to.equal(isSecret);
    });
  }

  it('reaches into lists, maps, errors and their causes', () => {
    const error = new CrystalqError('REDIS_UNREACHABLE', 'redis://:pw-one@h', {
      details: { password: 'pw-two', tried: ['redis://:pw-three@h'] },
      cause: new Error('redis://:pw-four@h'),
    });
    const told = JSON.stringify(maskSecrets({ error, map: new Map([['url', 'redis://:pw-five@h']]) }));
    expect(told).not.to.match(/pw-/);
    expect(told).to.contain('"code":"REDIS_UNREACHABLE"').and.contain('redis://:***@h');
  });

  it('keeps what JSON cannot: circles, big numbers, bytes, dates without a day', () => {
    const circle: Record<string, unknown> = {
      big: 12n,
      bytes: Buffer.from('abc'),
      day: new Date(Number.NaN),
    };
    circle['self'] = circle;
    expect(maskSecrets(circle)).to.deep.equal({
      big: '12',
      bytes: '[3 bytes]',
      day: 'invalid date',
      self: '[circular]',
    });
  });

  it('never throws and always gives JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withDate: true }),
        (value) => {
          const told = JSON.stringify({ value: maskSecrets(value) });
          expect(() => void JSON.parse(told)).not.to.throw();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hides any password of any URL', () => {
    const word = fc.stringMatching(/^[a-z0-9!$^*()_+~.-]{6,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        fc.pre(!user.includes(password) && password !== '******');
        expect(maskText(`redis://${user}:${password}@host/0`)).to.equal(`redis://${user}:***@host/0`);
      }),
    );
  });
});

import { expect, test } from 'vitest'
import { parseKeyReference } from './key-reference.ts'

const none = { certificates: undefined, crl: undefined, ocsp: undefined, passphraseFile: undefined }

test.for([
  [
    'pkcs8:/keys/signer.key?certificates=/keys/chain.pem&root=/keys/root.pem&crl=/keys/a.crl&ocsp=http://ocsp.example/,-&passphrase-file=/run/secret',
    {
      scheme: 'pkcs8',
      file: '/keys/signer.key',
      certificates: '/keys/chain.pem',
      root: '/keys/root.pem',
      crl: '/keys/a.crl',
      ocsp: [new URL('http://ocsp.example/'), '-'],
      passphraseFile: '/run/secret',
    },
  ],
  [
    'pkcs12:/keys/%E7%AD%BE%E5%90%8D.p12?root=/r.pem',
    { ...none, scheme: 'pkcs12', file: '/keys/签名.p12', root: '/r.pem' },
  ],
  [
    'pkcs11:token=archive%20hsm;object=signer?module-path=/usr/lib/p11.so&certificates=/c.pem&root=/r.pem',
    {
      ...none,
      scheme: 'pkcs11',
      token: 'archive hsm',
      object: 'signer',
      module: '/usr/lib/p11.so',
      certificates: '/c.pem',
      root: '/r.pem',
    },
  ],
  [
    'https://signer.example:8443/v1/sign?key=package&certificates=/c.pem&root=/r.pem',
    {
      ...none,
      scheme: 'http',
      url: 'https://signer.example:8443/v1/sign',
      key: 'package',
      certificates: '/c.pem',
      root: '/r.pem',
    },
  ],
] as const)('reads %s', ([text, reference]) => {
  expect(parseKeyReference(text)).toEqual(reference)
})

test.for([
  ['no scheme', '/keys/signer.key', 'it is no URL'],
  ['a scheme that nobody knows', 'ftp://host/key?root=/r.pem', 'there is no scheme ftp:'],
  ['a relative path', 'pkcs8:signer.key?certificates=/c.pem&root=/r.pem', 'not absolute'],
  ['a host before the path', 'pkcs8://signer.key?certificates=/c.pem&root=/r.pem', 'not absolute'],
  ['a relative root', 'pkcs12:/k.p12?root=r.pem', 'the path of root is not absolute'],
  ['a responder that is no address', 'pkcs12:/k.p12?root=/r.pem&ocsp=/ocsp', 'ocsp is no http or https address'],
  ['one of several responders that is none', 'pkcs12:/k.p12?root=/r.pem&ocsp=http://a.example/,', 'ocsp is no http'],
  ['no root', 'pkcs12:/k.p12', 'the parameter root is missing'],
  ['a key without certificates', 'pkcs8:/k.pem?root=/r.pem', 'the parameter certificates is missing'],
  ['a parameter that nobody knows', 'pkcs12:/k.p12?root=/r.pem&passphrase=x', 'the parameter passphrase is not known'],
  ['a parameter twice', 'pkcs12:/k.p12?root=/r.pem&root=/s.pem', 'a parameter stands there twice'],
  [
    'a token without a key',
    'pkcs11:token=a?module-path=/m.so&certificates=/c.pem&root=/r.pem',
    'takes token=…;object=…',
  ],
  [
    'another attribute of a token',
    'pkcs11:token=a;object=b;slot-id=0?module-path=/m.so&certificates=/c.pem&root=/r.pem',
    'takes token=…;object=…',
  ],
  ['a server without the name of a key', 'https://h/?certificates=/c.pem&root=/r.pem', 'the parameter key is missing'],
  ['a password in a URL', 'https://u:p@h/?key=k&certificates=/c.pem&root=/r.pem', 'a URL with a password'],
] as const)('refuses %s', ([, text, found]) => {
  expect(() => parseKeyReference(text)).toThrow(found)
})

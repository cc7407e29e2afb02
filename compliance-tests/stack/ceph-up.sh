#!/bin/bash
# Starts a throw-away S3 store with Object Lock for tests: Ceph RADOS Gateway with one monitor, one OSD that keeps all
# data in memory and one gateway, all on 127.0.0.1, everything below one folder. Ends when ready, with its endpoint on
# the last line. Needs the Debian packages named below; as root it installs them.
#   FOLDER=/tmp/s3 PORT=7480 MONITOR_PORT=6789 ACCESS_KEY=… SECRET_KEY=… [OWNER=pid] bash ceph-up.sh
set -euo pipefail
exec 3>&2 # where a person reads: the output of programs goes to the log, and the daemons must not keep this open

folder=${FOLDER:?the folder to make; it must not exist}
port=${PORT:?the port of the S3 endpoint}
monitor="[v2:127.0.0.1:${MONITOR_PORT:?the port of the monitor}]"
access_key=${ACCESS_KEY:?}
secret_key=${SECRET_KEY:?}
owner=${OWNER:-} # the process for which the store exists: when it ends, however it ends, so does the store
packages=(radosgw ceph-mon ceph-osd ceph-common)

fail() {
  echo "ceph-up: $*" >&3
  exit 1
}

install_packages() {
  local missing
  missing=$(missing_program)
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || fail "$missing is missing and there is no apt-get: install Ceph or set S3_ENDPOINT"
  [ "$(id -u)" = 0 ] || fail "$missing is missing: run \"apt-get install ${packages[*]}\" as root or set S3_ENDPOINT"
  export DEBIAN_FRONTEND=noninteractive
  local output
  output=$(apt-get update -qq 2>&1) || fail "apt-get update failed: $output"
  output=$(apt-get install -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends "${packages[@]}" 2>&1) ||
    fail "apt-get install failed: $output"
  missing=$(missing_program)
  [ -z "$missing" ] || fail "$missing is still missing: $output"
}

missing_program() {
  local program
  for program in radosgw radosgw-admin ceph ceph-authtool ceph-mon ceph-osd monmaptool; do
    command -v "$program" >/dev/null || { echo "$program" && return; }
  done
}

write_configuration() {
  cat >"$folder/ceph.conf" <<CONF
[global]
fsid = $fsid
mon_initial_members = a
mon_host = $monitor
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv4 = true
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
run_dir = $folder/run
keyring = $folder/keyring
log_file = $folder/log/\$name.log
pid_file = $folder/run/\$name.pid
admin_socket = $folder/run/\$name.asok

# One OSD holds the only copy: without these its pools never become active.
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 10000

# The gateway calls object classes inside the OSD.
osd_class_load_list = *
osd_class_default_list = *

# Pools are made one after the other; the default waits make the start ten seconds longer.
paxos_propose_interval = 0.02
paxos_min_wait = 0.01

# A fairly full disk is no reason to refuse: the data are in memory.
mon_data_avail_warn = 2
mon_data_avail_crit = 1
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 1

[mon.a]
host = localhost
mon_data = $folder/mon

[osd.0]
osd_data = $folder/osd

[client.rgw.a]
# Without it the gateway insists on a secure connection, which does not exist without authentication.
ms_mon_client_mode = crc
# Without tcp_nodelay every request waits 40 ms for a delayed acknowledgement.
rgw_frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw_dns_name = localhost
rgw_thread_pool_size = 32
rgw_enable_usage_log = false
CONF
}

start_monitor() {
  ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool "$folder/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
  ceph-authtool "$folder/keyring" --gen-key -n client.rgw.a --cap mon 'allow *' --cap osd 'allow *'
  monmaptool --create --fsid "$fsid" --addv a "$monitor" "$folder/monmap"
  ceph-mon --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring"
  ceph-mon -i a 3>&-
}

start_osd() {
  local uuid
  uuid=$(cat /proc/sys/kernel/random/uuid)
  timeout 30 ceph osd new "$uuid"
  ceph-osd -i 0 --mkfs --osd-uuid "$uuid"
  ceph-osd -i 0 3>&-
  timeout 30 ceph osd crush add osd.0 1 root=default host=localhost
  wait_for 'the OSD' osd_is_up
}

start_gateway() {
  radosgw -n client.rgw.a 3>&-
  wait_for 'the gateway' gateway_answers
  timeout 60 radosgw-admin -n client.rgw.a user create --uid=test --display-name=test \
    --access-key="$access_key" --secret-key="$secret_key"
}

osd_is_up() { ceph osd stat | grep -q '1 up'; }
gateway_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

wait_for() {
  local _
  for _ in $(seq 300); do
    "$2" && return 0
    sleep 0.1
  done
  fail "$1 did not start within 30 seconds; see $folder/log"
}

# What was started must not stay behind when something after it fails.
clean_up() {
  local status=$?
  [ "$status" = 0 ] && return 0
  tail -n 20 "$folder"/log/* >&3 || true
  stop
}

stop() { FOLDER=$folder bash "$(dirname "$0")/ceph-down.sh"; }

watch_owner() {
  while kill -0 "$owner" 2>/dev/null && [ -e "$folder/ceph.conf" ]; do sleep 1; done
  [ ! -e "$folder/ceph.conf" ] || stop
}

install_packages
[ ! -e "$folder" ] || fail "$folder exists already"
# Unix sockets lie in the folder; their paths are limited to 107 bytes.
[ "${#folder}" -le 60 ] || fail "the path $folder is too long"
fsid=$(cat /proc/sys/kernel/random/uuid)
mkdir -p "$folder"/{mon,osd,run,log}
trap clean_up EXIT
write_configuration
export CEPH_CONF=$folder/ceph.conf
{
  start_monitor
  start_osd
  start_gateway
} >"$folder/log/start.log" 2>&1
if [ -n "$owner" ]; then
  watch_owner </dev/null >/dev/null 2>&1 3>&- &
fi
echo "http://127.0.0.1:$port"

#!/usr/bin/env bash
# A real Slurm with accounting on one Debian machine, for tests and benchmarks. Never for a machine that people compute on.
#
#   slurm-test-cluster.sh start    installs what is missing, writes the configuration, starts what does not run; idempotent
#   slurm-test-cluster.sh status   exit code 0 when jobs can be submitted and accounting answers
#   slurm-test-cluster.sh stop     stops the daemons it started; configuration and accounting data stay
#
# It writes /etc/slurm/slurm.conf and /etc/slurm/slurmdbd.conf (and refuses when such a file is not its own),
# and everything else below /var/lib/crystalq-slurm. docs/schedulers.md says what is in there and why.
set -euo pipefail
# Daemons live where some callers do not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

readonly home=/var/lib/crystalq-slurm
readonly etc=/etc/slurm
readonly mark='# Written by scripts/slurm-test-cluster.sh of crystalq. Changes are overwritten.'
readonly cluster=crystalqtest
readonly database_port=33461

main() {
  case "${1:-}" in
    start | stop) in_turn "$1" ;;
    status) status ;;
    # What `in_turn` calls.
    start-now) start ;;
    stop-now) stop ;;
    *)
      sed -n '2,9p' "$0"
      exit 2
      ;;
  esac
}

# Two starts at once would each start its own daemons, and slurmdbd would answer neither. The second one waits and then
# finds all of it up. --close: the daemons do not inherit the lock, they would hold it for as long as they run.
in_turn() {
  [[ $EUID -eq 0 ]] || fail "only root can $1 the test cluster"
  mkdir -p "$home"
  exec flock --close "$home/turn" "$BASH" "$0" "$1-now"
}

start() {
  refuse_foreign_configuration
  install_packages
  write_configuration
  start_munge
  start_database
  start_slurmdbd
  start_slurmctld
  start_slurmd
  await 30 'node to be idle' node_is_usable
  add_accounts
  await 30 'accounting to answer' accounting_answers
  printf 'The test cluster %s is up: %s\n' "$cluster" "$(sinfo --noheader --format='%P %D node(s) %T' | tr '\n' ';')"
}

status() {
  if node_is_usable && accounting_answers; then
    sinfo
  else
    echo 'The test cluster is not up.' >&2
    exit 1
  fi
}

stop() {
  refuse_foreign_configuration
  local daemon
  for daemon in slurmd slurmctld slurmdbd mariadbd; do
    stop_daemon "$home/run/$daemon.pid"
  done
  stop_daemon "$home/run/munged.pid"
}

refuse_foreign_configuration() {
  local file
  for file in "$etc/slurm.conf" "$etc/slurmdbd.conf"; do
    if [[ -e $file ]] && ! grep -qF "$mark" "$file"; then
      fail "$file exists and is not ours: this looks like a machine that belongs to a cluster"
    fi
  done
}

install_packages() {
  local missing=()
  command -v slurmctld >/dev/null && command -v sbatch >/dev/null || missing+=(slurm-wlm)
  command -v slurmdbd >/dev/null || missing+=(slurmdbd)
  command -v munged >/dev/null || missing+=(munge)
  command -v mariadbd >/dev/null || missing+=(mariadb-server)
  command -v runuser >/dev/null || missing+=(util-linux)
  [[ ${#missing[@]} -eq 0 ]] && return
  command -v apt-get >/dev/null || fail "missing here: ${missing[*]}; only Debian's apt-get is known to this script"
  export DEBIAN_FRONTEND=noninteractive
  apt_install "${missing[@]}" || { apt-get update -qq && apt_install "${missing[@]}"; }
}

apt_install() {
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

write_configuration() {
  mkdir -p "$etc" "$home"/{run,log,state,spool,mysql}
  chmod 755 "$home"
  chown mysql:mysql "$home/mysql"
  # The password protects a database that listens on the loopback of a test machine and holds nothing of value.
  write_file "$etc/slurmdbd.conf" 600 <<CONF
$mark
AuthType=auth/munge
DbdHost=localhost
SlurmUser=root
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$database_port
StorageUser=slurm
StoragePass=crystalq-test
StorageLoc=slurm_acct_db
CommitDelay=1
DebugLevel=error
LogFile=$home/log/slurmdbd.log
PidFile=$home/run/slurmdbd.pid
CONF
  write_file "$etc/slurm.conf" 644 <<CONF
$mark
ClusterName=$cluster
SlurmctldHost=localhost
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
ProctrackType=proctrack/linuxproc
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
# Lets a machine of two cores offer 64.
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,default_queue_depth=1000,bf_interval=5
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=localhost
# Accounts, QOS and limits are enforced: refusals are the real ones.
AccountingStorageEnforce=associations,limits,qos
EnforcePartLimits=ALL
MaxJobCount=100000
MinJobAge=300
KillWait=5
MessageTimeout=30
SlurmctldDebug=error
SlurmdDebug=error
SlurmctldLogFile=$home/log/slurmctld.log
SlurmdLogFile=$home/log/slurmd.log
SlurmctldPidFile=$home/run/slurmctld.pid
SlurmdPidFile=$home/run/slurmd.pid
StateSaveLocation=$home/state
SlurmdSpoolDir=$home/spool
DefMemPerCPU=100
NodeName=localhost CPUs=64 RealMemory=262144 State=UNKNOWN
PartitionName=general Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=60 State=UP
PartitionName=short Nodes=ALL MaxTime=10 DefaultTime=1 State=UP
PartitionName=closed Nodes=ALL State=DOWN
CONF
}

# Replaces the file named only when its text differs.
write_file() {
  local path=$1 mode=$2 fresh
  fresh=$(mktemp "$path.XXXXXX")
  cat >"$fresh"
  chmod "$mode" "$fresh"
  if cmp -s "$fresh" "$path"; then rm "$fresh"; else mv "$fresh" "$path"; fi
}

start_munge() {
  munge_answers && return
  install -d -o munge -g munge -m 755 /run/munge
  install -d -o munge -g munge -m 700 /var/log/munge /var/lib/munge /etc/munge
  if [[ ! -s /etc/munge/munge.key ]]; then
    (umask 077 && head -c 1024 /dev/urandom >/etc/munge/munge.key)
    chown munge:munge /etc/munge/munge.key
  fi
  rm -f /run/munge/munge.socket.2.lock
  runuser -u munge -- munged --force --num-threads=2
  cp /run/munge/munged.pid "$home/run/munged.pid"
  await 15 'munge to answer' munge_answers
}

munge_answers() {
  munge --no-input 2>/dev/null | unmunge >/dev/null 2>&1
}

# A server of its own, beside whatever database the machine has.
start_database() {
  database_answers && return
  if [[ ! -d $home/mysql/mysql ]]; then
    mariadb-install-db --user=mysql --datadir="$home/mysql" --auth-root-authentication-method=socket \
      --skip-test-db >"$home/log/mariadb-install.log" 2>&1
  fi
  # Safe against the death of a process, not of the machine: accounting of tests needs no more, and fsync costs.
  mariadbd --no-defaults --user=mysql --datadir="$home/mysql" --socket="$home/mysql/mysql.sock" \
    --bind-address=127.0.0.1 --port="$database_port" --pid-file="$home/mysql/mariadbd.pid" \
    --innodb-buffer-pool-size=64M --innodb-lock-wait-timeout=900 --innodb-flush-log-at-trx-commit=2 \
    --performance-schema=OFF --skip-log-bin >"$home/log/mariadbd.log" 2>&1 </dev/null &
  echo $! >"$home/run/mariadbd.pid"
  await 60 'the database to answer' database_answers
  mariadb --no-defaults --socket="$home/mysql/mysql.sock" <<'SQL'
CREATE DATABASE IF NOT EXISTS slurm_acct_db;
CREATE USER IF NOT EXISTS 'slurm'@'127.0.0.1' IDENTIFIED BY 'crystalq-test';
CREATE USER IF NOT EXISTS 'slurm'@'localhost' IDENTIFIED BY 'crystalq-test';
GRANT ALL ON slurm_acct_db.* TO 'slurm'@'127.0.0.1';
GRANT ALL ON slurm_acct_db.* TO 'slurm'@'localhost';
SQL
}

database_answers() {
  mariadb --no-defaults --socket="$home/mysql/mysql.sock" --execute='SELECT 1' >/dev/null 2>&1
}

start_slurmdbd() {
  sacctmgr_answers && return
  stop_daemon "$home/run/slurmdbd.pid"
  slurmdbd
  await 60 'slurmdbd to answer' sacctmgr_answers
  has_cluster || sacctmgr --immediate --quiet add cluster "$cluster" >/dev/null
}

sacctmgr_answers() {
  timeout 5 sacctmgr --noheader list cluster >/dev/null 2>&1
}

has_cluster() {
  sacctmgr --noheader --parsable2 list cluster format=cluster | grep -qx "$cluster"
}

start_slurmctld() {
  controller_answers && return
  stop_daemon "$home/run/slurmctld.pid"
  slurmctld
  await 30 'slurmctld to answer' controller_answers
}

controller_answers() {
  timeout 5 scontrol ping 2>/dev/null | grep -q 'is UP'
}

start_slurmd() {
  node_is_usable && return
  stop_daemon "$home/run/slurmd.pid"
  slurmd -N localhost
}

# Whoever runs tests here may compute: root, and the user behind sudo.
add_accounts() {
  is_listed account crystalq ||
    sacctmgr --immediate --quiet add account crystalq Cluster="$cluster" Description=tests Organization=tests >/dev/null
  # For tests of refusals: one job in the queue and no more.
  is_listed qos single || sacctmgr --immediate --quiet add qos single MaxSubmitJobsPerUser=1 >/dev/null
  local user
  for user in root "${SUDO_USER:-root}"; do
    is_associated "$user" && continue
    sacctmgr --immediate --quiet add user "$user" Account=crystalq Cluster="$cluster"
    sacctmgr --immediate --quiet modify user "$user" set DefaultAccount=crystalq where Cluster="$cluster"
    sacctmgr --immediate --quiet modify user "$user" set qos=normal,single defaultqos=normal \
      where Account=crystalq Cluster="$cluster"
  done >/dev/null
}

is_listed() {
  [[ -n $(sacctmgr --noheader --parsable2 list "$1" "$2") ]]
}

is_associated() {
  sacctmgr --noheader --parsable2 list associations User="$1" Account=crystalq format=qos | grep -q single
}

node_is_usable() {
  timeout 5 sinfo --noheader --partition=general --format=%T 2>/dev/null | grep -qE '^(idle|mixed|allocated)$'
}

accounting_answers() {
  timeout 5 sacct --noheader --allocations --starttime=now-1minutes >/dev/null 2>&1
}

stop_daemon() {
  local pid_file=$1 pid
  [[ -s $pid_file ]] || return 0
  pid=$(<"$pid_file")
  # The number may have gone to a stranger since.
  [[ -r /proc/$pid/comm && $(</proc/"$pid"/comm) == "$(basename "$pid_file" .pid)" ]] || return 0
  kill "$pid"
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}

# await SECONDS WHAT COMMAND...
await() {
  local seconds=$1 what=$2
  shift 2
  local deadline=$((SECONDS + seconds))
  until "$@"; do
    ((SECONDS < deadline)) || fail "waited $seconds s for $what; logs are in $home/log"
    sleep 0.2
  done
}

fail() {
  printf 'slurm-test-cluster: %s\n' "$1" >&2
  exit 1
}

main "$@"

# Sourced by .ci/run: a throw-away PostgreSQL 15 from Debian's packages, the oldest version that we promise to run on.
# start_postgres15 FOLDER sets POSTGRES15_URL; stop_postgres15 may be called at any time.

postgres15_bin=/usr/lib/postgresql/15/bin
postgres15_data=""

install_postgres15() {
  [[ -x $postgres15_bin/initdb ]] && return
  if [[ $(id -u) != 0 ]]; then
    echo "PostgreSQL 15 is not installed, and only root may install it: apt-get install postgresql-15" >&2
    return 1
  fi
  # Debian's package would start a server of its own.
  mkdir -p /etc/postgresql-common
  [[ -e /etc/postgresql-common/createcluster.conf ]] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  apt-get -q update
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends postgresql-15
}

# PostgreSQL refuses to run as root.
as_postgres() {
  if [[ $(id -u) == 0 ]]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

# Shows a log and fails: a server that does not start says why in its log only.
failed_with() {
  cat "$1" >&2
  return 1
}

start_postgres15() {
  local folder=$1 port password options
  install_postgres15
  mkdir -p "$folder"
  port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  password=$(node -e 'console.log(require("node:crypto").randomUUID())')
  echo "$password" >"$folder/password"
  if [[ $(id -u) == 0 ]]; then chown -R postgres "$folder"; fi
  cd "$folder"
  as_postgres "$postgres15_bin/initdb" -D "$folder/data" -U postgres --encoding=UTF8 --locale=C.UTF-8 \
    --auth=scram-sha-256 --pwfile="$folder/password" >"$folder/initdb.log" 2>&1 || failed_with "$folder/initdb.log"
  # Durability is not what these tests are about; the fault tests start servers of their own.
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"
  postgres15_data=$folder/data
  as_postgres "$postgres15_bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/server.log" -o "$options" start ||
    failed_with "$folder/server.log"
  cd - >/dev/null
  POSTGRES15_URL=postgres://postgres:$password@127.0.0.1:$port/postgres
}

stop_postgres15() {
  [[ -n $postgres15_data ]] || return 0
  (cd / && as_postgres "$postgres15_bin/pg_ctl" -D "$postgres15_data" -s -m immediate stop) || true
  postgres15_data=""
}

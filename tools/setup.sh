# Sourced by the scripts at the root: sets up what is missing (JDK 17 or newer, Maven, nats-server)
# and exports nats_server_path.

java_is_recent() {
	local version
	version="$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
	[[ -n "$version" ]] && ((version >= 17))
}

if ! java_is_recent || ! command -v mvn >/dev/null; then
	if command -v apt-get >/dev/null && [[ "$(id -u)" == 0 ]]; then
		apt-get -qq update
		DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends default-jdk-headless maven
	fi
	java_is_recent || { echo "${0##*/}: JDK 17 or newer is needed: install one and put it on the PATH" >&2; exit 1; }
	command -v mvn >/dev/null || { echo "${0##*/}: Maven is needed: install it and put mvn on the PATH" >&2; exit 1; }
fi

nats_server_path="$("$(dirname "${BASH_SOURCE[0]}")/find-nats-server")"
export nats_server_path

# Sourced: fetches packages from this machine's own Debian mirror, through a private apt configuration:
# nothing is installed, the system's apt state is not touched, root is not needed.

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Says why no package can be fetched here; nothing when one can.
why_no_debian_package() {
	if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
		echo "this is no Debian"
	elif [[ ! -r "$debian_keyring" ]]; then
		echo "there is no $debian_keyring"
	elif [[ -z "$(debian_mirror)" ]]; then
		echo "apt has no mirror of this system's release"
	fi
}

debian_codename() { (. /etc/os-release && echo "${VERSION_CODENAME:-sid}"); }

# Asks apt instead of reading its files: it knows both source formats, also before the first "apt-get update".
debian_mirror() {
	apt-get update --print-uris 2>/dev/null \
		| sed -n "s|^'\([^']*\)/dists/$(debian_codename)/InRelease'.*|\1|p" | head -n 1
}

# fetch_debian_package PACKAGE SUITE WORK: unpacks it into WORK/unpacked. WORK is emptied before.
fetch_debian_package() {
	local package="$1" suite="$2" work="$3" log="$3/log" options=(-qq -c "$3/apt.conf")
	rm -rf "$work"
	mkdir -p "$work"/{state/lists/partial,cache/archives/partial,unpacked}
	: >"$work/state/status"
	echo "deb [signed-by=$debian_keyring] $(debian_mirror) $suite main" >"$work/sources.list"
	cat >"$work/apt.conf" <<-CONF
		Dir::Etc::SourceList "$work/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
		Dir::State "$work/state";
		Dir::State::Status "$work/state/status";
		Dir::Cache "$work/cache";
		APT::Sandbox::User "$(id -un)";
		APT::Update::Post-Invoke { };
		Acquire::Languages "none";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
		Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
		Acquire::Retries "3";
	CONF
	# Proxies and mirror passwords stay those of the system's configuration.
	if ! (cd "$work" && apt-get "${options[@]}" update && apt-get "${options[@]}" download "$package") >"$log" 2>&1; then
		cat "$log" >&2
		return 1
	fi
	dpkg -x "$(find "$work" -maxdepth 1 -name "${package}_*.deb")" "$work/unpacked"
}

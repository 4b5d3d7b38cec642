// Files that hold a secret, a private key or a password: who may have read or changed them.
#pragma once

#include <sys/types.h>

#include <string>

#include "server/text_file.hpp"

namespace server {

/// Why a file of this mode and owner is no place for a secret, as the end of a sentence; empty when it is one. Its
/// owner alone may write it and nobody else read it, but for the group of a file that belongs to root: that is how
/// Debian's ssl-cert and Kubernetes' fsGroup hand a key to a service.
std::string fault_in_privacy(::mode_t mode, ::uid_t owner);
inline std::string fault_in_privacy(const text_file& of) { return fault_in_privacy(of.mode, of.owner); }

} // namespace server

#pragma once
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cast::conformance {

/// Keeps tokens out of everything that is written down. Knows the run's tokens and every literal token that a
/// profile uses, in the forms in which they go over the wire (as they are, percent-encoded, base64url). Any
/// thread.
class Redaction {
 public:
  /// From now on this token reads [redacted].
  void add(const std::string& token);

  /// From now on the values of members of this name read "[redacted]", in JSON and in JSON that a string
  /// holds.
  void addMember(const std::string& name);

  /// What went over a wire, without tokens, secrets and such members. What follows `Authorization:`,
  /// `Bearer ` or `access_token=` goes even when it is unknown. Remembers the members' values.
  std::string apply(std::string_view text) const;

  /// What is said about it: also without the values that such members had, wherever they stand.
  std::string applyToWords(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  mutable std::set<std::string> values_;  ///< of members
  std::vector<std::string> members_{"secret", "client_secret", "password", "access_token", "refresh_token"};
  std::vector<std::string> secrets_;  ///< longest first, so that a token that begins with another goes whole
};

}  // namespace cast::conformance

#include "security/tokens.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/SHA2Engine.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <sstream>

namespace cast::hub {
namespace {

std::string digestOf(const std::string& token) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(token);
  const auto& digest = engine.digest();
  return {digest.begin(), digest.end()};
}

Rejection unauthorized(const std::string& detail) {
  return {401, "unauthorized", "Not authenticated", detail, ""};
}

std::optional<Rejection> faultOfScope(bool has, const std::string& scope) {
  if (has) return std::nullopt;
  return Rejection{403, "forbidden", "Not allowed", "the token lacks the scope `" + scope + "`", ""};
}

/// RFC 4648, section 5, without padding; POCO 1.11 decodes the other alphabet. Empty where it is none.
std::string fromBase64Url(std::string text) {
  Poco::translateInPlace(text, std::string("-_"), std::string("+/"));
  text.append((4 - text.size() % 4) % 4, '=');
  std::istringstream encoded(text);
  Poco::Base64Decoder decoder(encoded);
  try {
    return {std::istreambuf_iterator<char>(decoder), {}};
  } catch (const Poco::DataFormatException&) {
    return {};
  }
}

}  // namespace

void Tokens::add(const std::string& token, Identity identity) {
  identities_[digestOf(token)] = std::make_shared<const Identity>(std::move(identity));
}

std::variant<IdentityPtr, Rejection> Tokens::authenticate(const std::string& token,
                                                          std::chrono::system_clock::time_point now) const {
  if (token.empty())
    return unauthorized("the call has no bearer token: send `Authorization: Bearer {token}`");
  const auto found = identities_.find(digestOf(token));
  if (found == identities_.end()) return unauthorized("the bearer token is not known here");
  if (found->second->isExpired(now)) return unauthorized("the bearer token is expired: get a new one");
  return found->second;
}

std::optional<Rejection> faultOfRead(const Identity& identity) {
  return faultOfScope(identity.mayRead, "read");
}
std::optional<Rejection> faultOfWrite(const Identity& identity) {
  return faultOfScope(identity.mayWrite, "write");
}

std::string bearerToken(const std::string& authorization) {
  constexpr std::size_t kScheme = 7;
  if (Poco::icompare(authorization.substr(0, kScheme), "bearer ") != 0) return {};
  return Poco::trim(authorization.substr(kScheme));
}

std::string subprotocolToken(const std::string& offered) {
  const std::string prefix = "bearer.";
  const Poco::StringTokenizer names(offered, ",", Poco::StringTokenizer::TOK_TRIM);
  for (const std::string& name : names) {
    if (name.rfind(prefix, 0) == 0) return fromBase64Url(name.substr(prefix.size()));
  }
  return {};
}

}  // namespace cast::hub

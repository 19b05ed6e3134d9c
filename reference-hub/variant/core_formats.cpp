// The core's own conversions: bytes of a system without UTF-8 (`legacy`, specification, "Legacy Formats") to
// the same as text, and back. The core is a variant like any plugin; this is its code.
#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>

#include <cast/plugin.hpp>
#include <iterator>
#include <sstream>

#include "session/json_text.hpp"
#include "variant/character_set.hpp"

namespace cast::hub {
namespace {

using plugin::Fault;

JsonObject read(std::string_view text, const std::string& pointer) {
  auto object = JsonObject::read(text, "the value");
  if (const auto* rejection = std::get_if<Rejection>(&object)) throw Fault(rejection->detail, pointer);
  return std::get<JsonObject>(std::move(object));
}

const JsonMember& member(const JsonObject& object, const std::string& name, JsonMember::Kind kind,
                         const std::string& pointer) {
  const JsonMember* found = object.find(name);
  if (found == nullptr || found->kind != kind)
    throw Fault(kind == JsonMember::Kind::String ? "expected a string" : "expected an object", pointer);
  return *found;
}

std::string encodingOf(const JsonObject& payload) {
  const auto& metadata = member(payload, "metadata", JsonMember::Kind::Object, "/metadata");
  return member(read(metadata.text, "/metadata"), "encoding", JsonMember::Kind::String, "/metadata/encoding")
      .string;
}

std::string base64Of(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return text.str();
}

// Only what base64Of would write, so that the way back gives the same.
std::string ofBase64(const std::string& text) {
  std::string bytes;
  try {
    std::istringstream stream(text);
    Poco::Base64Decoder decoder(stream);
    bytes.assign(std::istreambuf_iterator<char>(decoder), {});
  } catch (const Poco::Exception&) {
    bytes.clear();
  }
  if (base64Of(bytes) != text) throw Fault("expected base64 as RFC 4648 writes it, section 4", "/data");
  return bytes;
}

// All other members keep their bytes.
std::string withData(const JsonObject& payload, std::string_view format, std::string_view data) {
  std::string text = "{\"format\":" + jsonString(format);
  for (const JsonMember& member : payload.members()) {
    if (member.name == "format") continue;
    text.append(",").append(member.nameText).append(":");
    text.append(member.name == "data" ? jsonString(data) : std::string(member.text));
  }
  return text + "}";
}

class CoreFormats : public plugin::Plugin {
 public:
  std::string convert(const plugin::Conversion& conversion, std::string_view payload) const override {
    const JsonObject object = read(payload, "");
    const std::string& data = member(object, "data", JsonMember::Kind::String, "/data").string;
    const std::string encoding = encodingOf(object);
    if (conversion.to == "text") return withData(object, "text", utf8Of(ofBase64(data), encoding));
    if (conversion.to == "legacy") return withData(object, "legacy", base64Of(bytesOf(data, encoding)));
    return Plugin::convert(conversion, payload);
  }
};

}  // namespace
}  // namespace cast::hub

// Asked by the core's table (variant/CMakeLists.txt).
extern "C" const void* cast_core_own_extension(const char* id) {
  return cast::plugin::boundary::extension<cast::hub::CoreFormats>(id);
}

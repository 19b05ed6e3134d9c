#include "json_object.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace cast::client {
namespace {

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseNumbersAsStringsFlag;

using Members = std::vector<std::pair<std::string, std::string>>;

/// Notes where the values of the outermost object's members begin and end. The reader calls it.
class MemberCollector {
 public:
  MemberCollector(std::string_view text, const rapidjson::MemoryStream& stream)
      : text_(text), stream_(stream) {}

  Members take() { return std::move(members_); }
  bool isObject() const { return object_; }
  const std::string& twice() const { return twice_; }

  bool Null() { return value(); }
  bool Bool(bool) { return value(); }
  bool Int(int) { return value(); }
  bool Uint(unsigned) { return value(); }
  bool Int64(int64_t) { return value(); }
  bool Uint64(uint64_t) { return value(); }
  bool Double(double) { return value(); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return value(); }
  bool String(const char*, rapidjson::SizeType, bool) { return value(); }
  bool StartArray() { return open(false); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool StartObject() { return open(true); }
  bool EndObject(rapidjson::SizeType) { return close(); }

  bool Key(const char* name, rapidjson::SizeType size, bool) {
    if (depth_ != 1) return true;
    std::string key(name, size);
    const auto same = [&](const auto& member) { return member.first == key; };
    if (std::any_of(members_.begin(), members_.end(), same)) twice_ = key;
    members_.emplace_back(std::move(key), "");
    begin_ = stream_.Tell();
    return twice_.empty();
  }

 private:
  bool open(bool object) {
    if (depth_++ == 0) object_ = object;
    return true;
  }
  bool close() {
    --depth_;
    return value(1);  // the iterative reader says so before it takes the bracket
  }
  /// A value has ended `further` bytes after the stream's place.
  bool value(std::size_t further = 0) {
    if (depth_ != 1 || members_.empty()) return true;
    std::string_view bytes = text_.substr(begin_, stream_.Tell() + further - begin_);
    const auto isFiller = [](char c) {
      return c == ':' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
    };
    while (!bytes.empty() && isFiller(bytes.front())) bytes.remove_prefix(1);
    while (!bytes.empty() && isFiller(bytes.back())) bytes.remove_suffix(1);
    members_.back().second = bytes;
    return true;
  }

  std::string_view text_;
  const rapidjson::MemoryStream& stream_;
  Members members_;
  std::string twice_;
  std::size_t begin_ = 0;
  std::size_t depth_ = 0;
  bool object_ = false;
};

/// Line ends can stand between values only, where a space does as well.
std::string onOneLine(std::string bytes) {
  std::replace_if(
      bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return bytes;
}

}  // namespace

std::optional<JsonObject> JsonObject::read(std::string_view text, Fault& fault) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  MemberCollector collector(text, stream);
  rapidjson::Reader reader;
  const auto result = reader.Parse<kFlags>(stream, collector);
  if (!collector.twice().empty()) {
    fault = {"its member '" + collector.twice() + "' stands there twice"};
    return std::nullopt;
  }
  if (result.IsError()) {
    fault = {std::string("no JSON: ") + rapidjson::GetParseError_En(result.Code()) + " (at byte " +
                 std::to_string(result.Offset()) + ")",
             result.Code() == rapidjson::kParseErrorStringInvalidEncoding};
    return std::nullopt;
  }
  if (!collector.isObject()) {
    fault = {"no JSON object"};
    return std::nullopt;
  }
  JsonObject object;
  object.members_ = collector.take();
  return object;
}

const std::string* JsonObject::find(std::string_view name) const {
  for (const auto& [member, raw] : members_)
    if (member == name) return &raw;
  return nullptr;
}

std::string JsonObject::raw(std::string_view name) const {
  const std::string* found = find(name);
  return found == nullptr ? std::string() : *found;
}

namespace {

/// Takes the one string of a text.
struct StringTaker : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, StringTaker> {
  std::string text;
  bool String(const char* characters, rapidjson::SizeType size, bool) {
    text.assign(characters, size);
    return true;
  }
};

}  // namespace

std::optional<std::string> JsonObject::text(std::string_view name) const {
  const std::string* found = find(name);
  if (found == nullptr || found->empty() || found->front() != '"') return std::nullopt;
  rapidjson::MemoryStream stream(found->data(), found->size());
  StringTaker taker;
  rapidjson::Reader reader;
  if (reader.Parse(stream, taker).IsError()) return std::nullopt;
  return taker.text;
}

void JsonObject::set(const std::string& name, std::string raw) {
  for (auto& [member, value] : members_)
    if (member == name) {
      value = std::move(raw);
      return;
    }
  members_.emplace_back(name, std::move(raw));
}

void JsonObject::setText(const std::string& name, std::string_view text) { set(name, jsonString(text)); }

void JsonObject::remove(std::string_view name) {
  std::erase_if(members_, [&](const auto& member) { return member.first == name; });
}

std::string JsonObject::dump() const {
  std::string text = "{";
  for (const auto& [name, raw] : members_) {
    if (text.size() > 1) text += ',';
    text.append(jsonString(name)).append(":").append(raw);
  }
  return onOneLine(text + "}");
}

std::string jsonString(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string jsonStrings(const std::vector<std::string>& texts) {
  std::string array = "[";
  for (const auto& text : texts) array.append(array.size() > 1 ? "," : "").append(jsonString(text));
  return array + "]";
}

}  // namespace cast::client

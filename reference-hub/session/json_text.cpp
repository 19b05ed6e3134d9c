#include "session/json_text.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <optional>

#include "session/json_number.hpp"

namespace cast::hub {
namespace {

using rapidjson::SizeType;

Rejection tooDeep() {
  return {400, "too-deep", "Nested too deep",
          "the JSON is nested deeper than " + std::to_string(JsonObject::kMaxDepth) + " levels: flatten it",
          ""};
}

Rejection notJson(std::string_view what, const std::string& fault, std::size_t offset) {
  return {400, "not-json", "Not a JSON text",
          std::string(what) + " is not JSON: " + fault + " at byte " + std::to_string(offset), ""};
}

/// Follows RapidJSON's reader through a text: keeps the top-level members' spans and, for every object that
/// is open, the names seen in it. RapidJSON calls Key, EndObject and the scalars after it consumed them,
/// StartObject and StartArray after the opening bracket: that is how the spans are found.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view what, const rapidjson::MemoryStream& stream,
          std::vector<JsonMember>& members)
      : text_(text),
        what_(what),
        stream_(stream),
        members_(members),
        hasEscapes_(text.find("\\u") != std::string_view::npos) {}

  bool Null() { return scalar(JsonMember::Kind::Null); }
  bool Bool(bool) { return scalar(JsonMember::Kind::Boolean); }
  bool Int(int) { return scalar(JsonMember::Kind::Number); }
  bool Uint(unsigned) { return scalar(JsonMember::Kind::Number); }
  bool Int64(std::int64_t) { return scalar(JsonMember::Kind::Number); }
  bool Uint64(std::uint64_t) { return scalar(JsonMember::Kind::Number); }
  bool Double(double) { return scalar(JsonMember::Kind::Number); }
  bool RawNumber(const char*, SizeType, bool) { return scalar(JsonMember::Kind::Number); }
  bool String(const char* value, SizeType size, bool) {
    if (!isWhole({value, size})) return false;
    if (levels_.size() == 1 && isObject_) members_.back().string.assign(value, size);
    return scalar(JsonMember::Kind::String);
  }

  bool StartObject() { return open(false); }
  bool StartArray() { return open(true); }
  bool EndArray(SizeType) { return close(JsonMember::Kind::Array); }
  bool EndObject(SizeType) {
    const std::string* twice = nameTwice(levels_.back().firstName);
    if (twice == nullptr) return close(JsonMember::Kind::Object);
    std::string pointer = pointerToParent() + "/" + pointerToken(*twice);
    rejection_ = {400, "duplicate-member", "A member is named twice",
                  "`" + pointer + "` stands twice in its object: two readers could act on different values",
                  pointer};
    return false;
  }

  bool Key(const char* name, SizeType size, bool) {
    if (!isWhole({name, size})) return false;
    names_.emplace_back(name, size);
    if (levels_.size() != 1) return true;
    JsonMember& member = members_.emplace_back();
    member.name.assign(name, size);
    const std::size_t end = stream_.Tell();
    const std::size_t begin = keyBegin(end);
    member.nameText = text_.substr(begin, end - begin);
    valueBegin_ = text_.find_first_not_of(" \t\r\n", text_.find(':', end) + 1);
    return true;
  }

  const Rejection& rejection() const { return rejection_; }
  bool isObject() const { return isObject_; }

 private:
  struct Level {
    bool array;
    std::size_t index;      // of the array's current element, counted from 1
    std::size_t firstName;  // where this object's names begin in names_
  };

  // A key's text ends in a quote that no odd number of backslashes precedes, so the opening quote is the
  // nearest unescaped one before it; keys are read from the previous value's end on.
  std::size_t keyBegin(std::size_t end) const {
    return text_.find('"', previousEnd_ < end ? previousEnd_ : 0);
  }

  // RapidJSON lets a low surrogate pass (\uDC00) that no high one precedes.
  bool isWhole(std::string_view decoded) {
    if (!hasEscapes_ || isUtf8(decoded)) return true;
    rejection_ = notJson(what_, "half a surrogate pair", stream_.Tell());
    return false;
  }

  bool scalar(JsonMember::Kind kind) {
    countElement();
    if (levels_.size() == 1) endMember(kind);
    return true;
  }

  bool open(bool array) {
    countElement();
    if (levels_.empty()) isObject_ = !array;
    levels_.push_back({array, 0, names_.size()});
    if (levels_.size() == 1) previousEnd_ = stream_.Tell();
    if (levels_.size() <= JsonObject::kMaxDepth) return true;
    rejection_ = tooDeep();
    return false;
  }

  bool close(JsonMember::Kind kind) {
    names_.resize(levels_.back().firstName);
    levels_.pop_back();
    if (levels_.size() == 1) endMember(kind);
    return true;
  }

  void countElement() {
    if (!levels_.empty() && levels_.back().array) ++levels_.back().index;
  }

  void endMember(JsonMember::Kind kind) {
    previousEnd_ = stream_.Tell();
    if (members_.empty() || !isObject_) return;
    members_.back().kind = kind;
    members_.back().text = text_.substr(valueBegin_, previousEnd_ - valueBegin_);
  }

  // The first name that stands twice from `first` on, or null. Sorted, because a hostile object has 100,000
  // names.
  const std::string* nameTwice(std::size_t first) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
    sorted_.clear();
    for (auto name = begin; name != names_.end(); ++name) sorted_.push_back(&*name);
    const auto less = [](const std::string* a, const std::string* b) { return *a < *b; };
    std::sort(sorted_.begin(), sorted_.end(), less);
    const auto same = [](const std::string* a, const std::string* b) { return *a == *b; };
    const auto found = std::adjacent_find(sorted_.begin(), sorted_.end(), same);
    return found == sorted_.end() ? nullptr : *found;
  }

  // Pointer to the innermost open object: at every level above it, the element or the member that is being
  // read.
  std::string pointerToParent() const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
      const std::string step = levels_[i].array ? std::to_string(levels_[i].index - 1)
                                                : pointerToken(names_[levels_[i + 1].firstName - 1]);
      pointer += "/" + step;
    }
    return pointer;
  }

  std::string_view text_;
  std::string_view what_;
  const rapidjson::MemoryStream& stream_;
  std::vector<JsonMember>& members_;
  std::vector<Level> levels_;
  std::vector<std::string> names_;
  std::vector<const std::string*> sorted_;
  std::size_t valueBegin_ = 0;
  std::size_t previousEnd_ = 0;
  bool hasEscapes_;
  bool isObject_ = false;
  Rejection rejection_;
};

/// Collects an array's strings and stops at the first element that is none.
struct Strings : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Strings> {
  std::vector<std::string> found;
  bool inside = false;

  bool String(const char* value, SizeType size, bool) {
    found.emplace_back(value, size);
    return true;
  }
  bool StartArray() {
    if (inside) return Default();
    return inside = true;
  }
  bool EndArray(SizeType) { return true; }
  bool RawNumber(const char*, SizeType, bool) { return Default(); }
  bool Default() { return false; }
};

/// Reads `parsed`, which has the same tokens in the same places as `text`, and takes the members' bytes from
/// `text`.
rapidjson::ParseErrorCode parse(std::string_view parsed, std::string_view text, std::string_view what,
                                std::vector<JsonMember>& members, std::optional<Rejection>& fault) {
  rapidjson::MemoryStream stream(parsed.data(), parsed.size());
  Scanner scanner(text, what, stream, members);
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, scanner);
  if (!scanner.rejection().kind.empty()) {
    fault = scanner.rejection();
  } else if (result.IsError()) {
    fault = notJson(what, rapidjson::GetParseError_En(result.Code()), result.Offset());
  } else if (stream.Tell() != text.size()) {
    fault = notJson(what, "a NUL byte", stream.Tell());  // RapidJSON takes it for the end
  } else if (!scanner.isObject()) {
    fault = Rejection{400, "wrong-type", "A value of the wrong type",
                      std::string(what) + " must be a JSON object", ""};
  }
  return result.Code();
}

/// `text` with U+FFFD in place of bytes that are no UTF-8, so that what the hub writes is always JSON.
std::string asUtf8(std::string_view text) {
  std::string mended;
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const bool valid = isUtf8(text.substr(0, size));
    mended.append(valid ? text.substr(0, size) : "\xEF\xBF\xBD");
    text.remove_prefix(valid ? size : 1);
  }
  return mended;
}

}  // namespace

std::variant<JsonObject, Rejection> JsonObject::read(std::string_view text, std::string_view what) {
  JsonObject object;
  std::optional<Rejection> fault;
  if (parse(text, text, what, object.members_, fault) == rapidjson::kParseErrorNumberTooBig) {
    object.members_.clear();
    fault.reset();
    parse(withSmallNumbers(text), text, what, object.members_, fault);
  }
  if (fault) return *std::move(fault);
  return object;
}

const JsonMember* JsonObject::find(std::string_view name) const {
  for (const JsonMember& member : members_) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::variant<std::vector<std::string>, std::size_t> stringsOf(std::string_view arrayText) {
  Strings strings;
  rapidjson::MemoryStream stream(arrayText.data(), arrayText.size());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, strings);
  if (result.IsError()) return strings.found.size();  // ended by us, or by a number too large for RapidJSON
  return strings.found;
}

std::string jsonString(std::string_view text) {
  if (!isUtf8(text)) return jsonString(asUtf8(text));
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

bool isUtf8(std::string_view text) {
  struct Nowhere {
    void Put(char) {}
  } nowhere;
  rapidjson::MemoryStream stream(text.data(), text.size());
  while (stream.Tell() < text.size()) {
    if (!rapidjson::UTF8<>::Validate(stream, nowhere)) return false;
  }
  return stream.Tell() == text.size();
}

std::string pointerToken(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

}  // namespace cast::hub

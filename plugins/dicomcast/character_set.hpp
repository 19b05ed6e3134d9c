// Specific Character Set (0008,0005) to UTF-8: PS3.3 section C.12.1.1.2 and PS3.5 section 6.1, with the code
// extensions of ISO 2022. DCMTK's DcmSpecificCharacterSet is not used: built on glibc's iconv, as Debian's
// is, it knows no Japanese character set. One object belongs to one thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::dicomcast {

enum class Delimiters {
  kNone,    // one value, ST LT UT
  kValues,  // a backslash between values
  kNames,   // and = and ^ within a PN
};

class CharacterSet {
 public:
  /// `terms`: the values of Specific Character Set; none is the default repertoire, ASCII.
  explicit CharacterSet(const std::vector<std::string>& terms);
  ~CharacterSet();
  CharacterSet(CharacterSet&&) noexcept;
  CharacterSet& operator=(CharacterSet&&) noexcept;

  /// The text in UTF-8; nullopt where it holds bytes that these character sets do not have.
  std::optional<std::string> toUtf8(std::string_view text, Delimiters delimiters) const;

 private:
  struct Converters;
  enum class Whole { kNo, kUtf8, kIconv };

  const void* initialG0_ = nullptr;
  const void* initialG1_ = nullptr;
  bool extensions_ = false;
  bool known_ = true;
  Whole whole_ = Whole::kNo;
  std::string wholeName_;
  std::unique_ptr<Converters> converters_;
};

/// Whether the text is UTF-8 (RFC 3629).
bool isUtf8(std::string_view text);

}  // namespace cast::dicomcast

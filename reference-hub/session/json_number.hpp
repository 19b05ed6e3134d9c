#pragma once
#include <string>
#include <string_view>

namespace cast::hub {

/// A copy of a JSON text in which every number beyond a double's range has become a small one of as many
/// bytes: RapidJSON refuses 1e400 even where it converts no numbers, yet the hub passes it on. The copy is
/// JSON exactly if the text is, and every byte keeps its place.
std::string withSmallNumbers(std::string_view json);

}  // namespace cast::hub

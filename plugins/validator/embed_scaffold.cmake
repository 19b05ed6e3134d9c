# Run at build time by cmake -P: writes the C++ source with the scaffold's templates. Given: SCAFFOLD (directory with
# the parts shared/, code/ and data/), OUTPUT.
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE paths LIST_DIRECTORIES false RELATIVE "${SCAFFOLD}" "${SCAFFOLD}/*")
list(SORT paths)
set(rows "")
foreach(path IN LISTS paths)
  file(READ "${SCAFFOLD}/${path}" text)
  string(REGEX MATCH "^([^/]+)/(.+)$" whole "${path}")
  string(APPEND rows "      {\"${CMAKE_MATCH_1}\", \"${CMAKE_MATCH_2}\", R\"cast-file(${text})cast-file\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Written by embed_scaffold.cmake from ${SCAFFOLD}; change that, not this.
#include \"validator/scaffold.hpp\"

namespace cast::validator {

const std::vector<ScaffoldTemplate>& scaffoldTemplates() {
  static const std::vector<ScaffoldTemplate> kTemplates{
${rows}  };
  return kTemplates;
}

}  // namespace cast::validator
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")

/* Uses a function of a library that this program's host has loaded and the plugin does not name. */
#include "almost_sound.h"

extern int _ZN4Poco11ProcessImpl6idImplEv(void); /* Poco::ProcessImpl::idImpl() */

__attribute__((constructor)) static void use(void) { (void)_ZN4Poco11ProcessImpl6idImplEv(); }

/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions without a name for linkers in each kind of scope: tests ask for the labels. */

#define PLACE(name) __asm__ volatile(".globl place_" #name "\nplace_" #name ": nop")
#define INLINE inline __attribute__ ((always_inline))

volatile int sink;

namespace {
template <class T> struct Box {
  T value;

  INLINE void
  open ()
  {
    PLACE (template);
    sink += value;
  }
};
}

namespace outer {
inline namespace v1 {
static INLINE void
work ()
{
  PLACE (namespace);
  Box<int>{ 1 }.open ();
}

namespace {
class Around {
public:
  class Within {
  public:
    void declared ();
  };
};

INLINE void
Around::Within::declared ()
{
  PLACE (class);
  work ();
}
}
}
}

static INLINE void
plain ()
{
  PLACE (file);
}

int
main ()
{
  struct Local {
    static INLINE void
    twice ()
    {
      PLACE (function);
      sink *= 2;
    }
  };
  auto call = []() __attribute__ ((always_inline))
  {
    PLACE (lambda);
    sink -= 1;
  };

  plain ();
  outer::Around::Within ().declared ();
  if (sink > 0)
    {
      Local::twice ();
      call ();
    }
  return sink;
}

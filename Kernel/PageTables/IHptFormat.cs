// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// How one version of Power ISA lays out in an entry what differs between versions: segment size, AVPN, page size, real page.
/// </summary>
public interface IHptFormat
{
    /// <summary>Reads the translation that an entry holds, whether the entry is valid or not.</summary>
    HptTranslation Decode(HptEntry entry);

    /// <summary>Writes a translation, with L where the page is large. All other fields of the entry are 0: it is not valid.</summary>
    /// <exception cref="ArgumentException">
    /// The format has no such segment or page size, or the real address is not a multiple of it.
    /// </exception>
    HptEntry Encode(HptTranslation translation);
}

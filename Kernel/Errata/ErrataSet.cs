// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>The errata that behave as the original was written; all others are corrected.</summary>
public readonly record struct ErrataSet
{
    private readonly UInt128 _asWritten;

    private ErrataSet(UInt128 asWritten) => _asWritten = asWritten;

    /// <summary>Every erratum corrected.</summary>
    public static ErrataSet Corrected => default;

    /// <summary>The original exactly as written.</summary>
    public static ErrataSet AsWritten => Of(Enum.GetValues<Erratum>());

    /// <summary>Bit n is set if erratum n is as written.</summary>
    internal UInt128 Bits => _asWritten;

    /// <summary>The errata that are as written, by ascending number.</summary>
    public IEnumerable<Erratum> Members => Enum.GetValues<Erratum>().Where(Contains);

    /// <summary>The set in which the given errata are as written and all others corrected.</summary>
    public static ErrataSet Of(params ReadOnlySpan<Erratum> errata)
    {
        UInt128 bits = 0;
        foreach (Erratum erratum in errata)
            bits |= UInt128.One << (int)erratum;
        return new ErrataSet(bits);
    }

    /// <summary>The set in which the given errata are corrected and all others as written.</summary>
    public static ErrataSet AsWrittenExcept(params ReadOnlySpan<Erratum> errata) => new(AsWritten._asWritten & ~Of(errata)._asWritten);

    /// <summary>Reads a list such as <c>E01,E12</c>: these as written, all others corrected.</summary>
    /// <exception cref="FormatException">An item is not an erratum number; the message names it and the valid ones.</exception>
    public static ErrataSet Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var errata = new List<Erratum>();
        foreach (string item in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!item.StartsWith('E') || !Enum.TryParse(item, out Erratum erratum) || !Enum.IsDefined(erratum))
            {
                throw new FormatException(
                    $"'{item}' is not an erratum; expected a comma-separated list of {string.Join(' ', Enum.GetNames<Erratum>())}.");
            }
            errata.Add(erratum);
        }
        return Of([.. errata]);
    }

    /// <summary>Whether the erratum is as written.</summary>
    public bool Contains(Erratum erratum) => (_asWritten >> (int)erratum & UInt128.One) != 0;

    /// <inheritdoc/>
    public override string ToString() =>
        this == Corrected ? "corrected" : this == AsWritten ? "as written" : "as written: " + string.Join(' ', Members);
}

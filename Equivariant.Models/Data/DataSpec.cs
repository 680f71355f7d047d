using System.Globalization;

namespace Equivariant.Data;

/// <summary>
/// The name of a data set: <c>scheme:target?option=value&amp;option=value</c>, e.g. <c>medmnist:breastmnist</c>,
/// <c>npz:cells.npz</c>, <c>synthetic:shapes?size=32</c>.
/// </summary>
/// <param name="Scheme">The kind of data set.</param>
/// <param name="Target">Which one: a name or a path.</param>
/// <param name="Options">Settings, by name.</param>
public sealed record DataSpec(string Scheme, string Target, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Whether it names data with a class for each pixel.</summary>
    public bool IsDense => DataSources.Find(this) is { IsDense: true };

    /// <summary>Opens a data set with labels for each image, e.g. <c>medmnist:breastmnist</c>.</summary>
    /// <exception cref="DataException">It is unknown, missing, damaged or does not fit; the message says what to do.</exception>
    public static DataSplits Open(string spec, DataOptions? options = null)
    {
        var parsed = Parse(spec);
        return !parsed.IsDense ? (DataSplits)DataSources.Open(parsed, options) : throw new DataException(
            $"'{spec}' has a class for each pixel, where images with one label each are needed; it is for dense prediction.");
    }

    /// <summary>Opens a data set for dense prediction, with a class for each pixel, e.g.
    /// <c>em:FOLDER?boundary=dark</c>.</summary>
    /// <exception cref="DataException">It is unknown, missing, damaged or does not fit; the message says what to do.</exception>
    public static DenseSplits OpenDense(string spec, DataOptions? options = null)
    {
        var parsed = Parse(spec);
        return parsed.IsDense ? (DenseSplits)DataSources.Open(parsed, options) : throw new DataException(
            $"'{spec}' names no data with a class for each pixel; there are\n  " + string.Join("\n  ",
                DataSources.All.Where(source => source.IsDense).Select(source => source.Description)));
    }

    /// <summary>Parses a spec.</summary>
    /// <exception cref="DataException">It has no scheme or no target, or an option without a value.</exception>
    public static DataSpec Parse(string spec)
    {
        var colon = spec.IndexOf(':');
        var query = spec.LastIndexOf('?');
        var target = colon < 0 ? "" : query > colon ? spec[(colon + 1)..query] : spec[(colon + 1)..];
        if (target.Length == 0 || colon == 0)
            throw new DataException(
                $"'{spec}' names no data set; write KIND:NAME, for example medmnist:breastmnist or synthetic:shapes.");
        var options = new Dictionary<string, string>();
        if (query > colon)
        {
            foreach (var option in spec[(query + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = option.IndexOf('=');
                if (equals < 1 || equals == option.Length - 1 || !options.TryAdd(option[..equals], option[(equals + 1)..]))
                    throw new DataException($"'{spec}': the option '{option}' is not NAME=VALUE, or is there twice.");
            }
        }
        return new DataSpec(spec[..colon], target, options);
    }

    /// <summary>A whole number among the options.</summary>
    /// <exception cref="DataException">It is no whole number, or out of range.</exception>
    public int Int(string option, int fallback, int least, int most)
    {
        if (!Options.TryGetValue(option, out var text))
            return fallback;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value
            : throw new DataException($"'{this}': {option} is a whole number from {least} to {most}, not '{text}'.");
    }

    /// <summary>A word among the options, null if it is not there.</summary>
    public string? Text(string option) => Options.GetValueOrDefault(option);

    /// <summary>Whether the data are labelled, which the option <c>labels=none</c> denies.</summary>
    internal bool HasLabels() => Text("labels") switch
    {
        null => true,
        "none" => false,
        var other => throw new DataException($"'{this}': labels is none or not there, not '{other}'."),
    };

    /// <summary>The spec as it is written.</summary>
    public override string ToString() => Options.Count == 0
        ? $"{Scheme}:{Target}"
        : $"{Scheme}:{Target}?{string.Join('&', Options.Select(option => $"{option.Key}={option.Value}"))}";

    /// <summary>Refuses options that the source does not have: a misspelt one would be passed over in silence.</summary>
    internal void AllowOptions(params string[] names)
    {
        if (Options.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new DataException($"'{this}': {Scheme} has no option '{unknown}'; "
                + (names.Length == 0 ? "it has none." : $"it has {string.Join(", ", names)}."));
        }
    }
}

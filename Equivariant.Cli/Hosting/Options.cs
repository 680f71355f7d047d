using System.Globalization;
using static System.FormattableString;

namespace Equivariant.Cli.Hosting;

/// <summary>Makes options whose errors say what was expected.</summary>
internal static class Options
{
    private delegate bool TryRead<T>(string text, out T value);

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string placeholder, string description) =>
        new(name) { Description = description, HelpName = placeholder };

    public static Option<int?> Int(string name, string description, int least, int most = int.MaxValue) => Make<int?>(
        name, description, "N",
        most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}",
        (string text, out int? value) =>
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : null;
            return value >= least && value <= most;
        });

    public static Option<double?> Number(string name, string description, double least, double most = double.PositiveInfinity) =>
        Make<double?>(
            name, description, "X",
            double.IsInfinity(most) ? Invariant($"a number of at least {least}") : Invariant($"a number from {least} to {most}"),
            (string text, out double? value) =>
            {
                value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
                return value >= least && value <= most && double.IsFinite(value.Value);
            });

    /// <summary>Whole numbers with commas between them; null if it is not given.</summary>
    public static Option<int[]?> Ints(string name, string description, int least) => Make<int[]?>(
        name, description, "N,N,…", $"whole numbers of at least {least} with commas between them",
        (string text, out int[]? value) =>
        {
            var words = text.Split(',');
            value = [.. words.Select(word =>
                int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : least - 1)];
            return value.All(number => number >= least);
        });

    public static Option<string?> TextLike(
        string name, string placeholder, string description, string expected, Predicate<string> fits) =>
        Make<string?>(name, description, placeholder, expected, (string text, out string? value) => fits(value = text));

    public static Option<string?> Choice(string name, string description, params string[] words) => Make<string?>(
        name, words.Length <= 3 ? description : $"{description} One of {string.Join(", ", words)}.",
        words.Length <= 3 ? string.Join('|', words) : "NAME", $"one of {string.Join(", ", words)}",
        (string text, out string? value) => words.Contains(value = text));

    /// <summary>Some of a few words with commas between them; null if it is not given.</summary>
    public static Option<string[]?> Choices(string name, string description, params string[] words) => Make<string[]?>(
        name, $"{description} Of {string.Join(", ", words)}.", "NAME,NAME,…",
        $"some of {string.Join(", ", words)} with commas between them",
        (string text, out string[]? value) => (value = text.Split(',')).All(words.Contains));

    private static Option<T> Make<T>(
        string name, string description, string placeholder, string expected, TryRead<T> read) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (read(text, out var value))
                    return value;
                result.AddError($"{name} wants {expected}, not '{text}'.");
                return default;
            },
        };
}

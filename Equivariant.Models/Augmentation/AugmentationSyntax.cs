using System.Globalization;
using System.Runtime.CompilerServices;

namespace Equivariant.Data;

/// <summary>How a step is written on the command line. It is a static property of the step, where reflection finds it.</summary>
/// <param name="Name">The word the step begins with, e.g. <c>rotate</c>.</param>
/// <param name="Usage">The whole form and its meaning, in a line.</param>
/// <param name="MostArguments">The most arguments that may follow the name.</param>
/// <param name="Create">Makes the step from its arguments.</param>
internal sealed record AugmentationSyntax(string Name, string Usage, int MostArguments, Func<StepText, IAugmentation> Create)
{
    public static IReadOnlyList<AugmentationSyntax> All { get; } = Registry.Values<AugmentationSyntax>(syntax => syntax.Name);

    /// <exception cref="PipelineException">An argument is missing, too many or wrong.</exception>
    public IAugmentation Parse(string text) => Create(new StepText(text, Usage, MostArguments));
}

/// <summary>Refuses settings of steps that are out of range.</summary>
internal static class Limits
{
    public static double Check(
        double value, double least, double most, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= least && value <= most ? value
            : throw new ArgumentOutOfRangeException(name, value, $"It is a number from {least} to {most}.");
}

/// <summary>A step as written: <c>name:argument:argument</c>.</summary>
internal sealed class StepText
{
    private readonly string text, usage;
    private readonly string[] arguments;

    public StepText(string text, string usage, int mostArguments)
    {
        (this.text, this.usage) = (text, usage);
        arguments = text.Split(':')[1..];
        if (arguments.Length > mostArguments)
            throw Wrong($"there are more than {mostArguments} arguments");
    }

    /// <summary>A number.</summary>
    /// <param name="index">Which argument, from 0.</param>
    /// <param name="fallback">What holds when it is not there; null if it must be.</param>
    /// <param name="least">Smallest value.</param>
    /// <param name="most">Largest value.</param>
    public double Number(int index, double? fallback, double least, double most) =>
        index >= arguments.Length && fallback is { } value ? value : ToNumber(Required(index), least, most);

    /// <summary>Two numbers as in <c>0.5-1</c>, the second not smaller.</summary>
    public (double Low, double High) Interval(int index, double least, double most)
    {
        var parts = Required(index).Split('-');
        if (parts.Length != 2)
            throw Wrong($"'{arguments[index]}' is no interval like 0.5-1");
        var (low, high) = (ToNumber(parts[0], least, most), ToNumber(parts[1], least, most));
        return low <= high ? (low, high) : throw Wrong($"'{arguments[index]}' begins with the larger number");
    }

    /// <summary>Sizes as in <c>32</c> or <c>28x32</c>.</summary>
    public int[] Sizes(int index) => [.. Required(index).Split('x').Select(size => (int)ToNumber(size, 1, 4096, whole: true))];

    /// <summary>One of some words; <paramref name="fallback"/> if it is not there.</summary>
    public string Word(int index, string fallback, params string[] words)
    {
        if (index >= arguments.Length)
            return fallback;
        return words.Contains(arguments[index])
            ? arguments[index]
            : throw Wrong($"'{arguments[index]}' is none of {string.Join(", ", words)}");
    }

    /// <summary>The interpolation, <c>nearest</c> or <c>bilinear</c>.</summary>
    public Interpolation Interpolation(int index, Interpolation fallback) =>
        Enum.Parse<Interpolation>(Word(index, fallback.ToString(), "nearest", "bilinear"), ignoreCase: true);

    private double ToNumber(string word, double least, double most, bool whole = false) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value >= least && value <= most && (!whole || double.IsInteger(value))
            ? value
            : throw Wrong($"'{word}' is no {(whole ? "whole " : "")}number from {least} to {most}");

    private string Required(int index) => index < arguments.Length && arguments[index].Length > 0
        ? arguments[index]
        : throw Wrong($"argument {index + 1} is missing");

    private PipelineException Wrong(string reason) => new($"step '{text}': {reason}; write {usage}.");
}

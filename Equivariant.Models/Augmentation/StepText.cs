using System.Globalization;

namespace Equivariant.Data;

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

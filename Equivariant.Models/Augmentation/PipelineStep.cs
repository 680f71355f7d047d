using System.Globalization;

namespace Equivariant.Data;

/// <summary>
/// A step from a stored image to a network's input. Same image and same generator state give the same result. To add one that
/// <see cref="Pipeline.Parse"/> knows, add a file with an <see cref="StepSyntax"/>.
/// </summary>
/// <param name="Apply">The changed image. It may change the given image's values in place: the caller gives it up.</param>
public sealed record PipelineStep(Func<Image, Rng, Image> Apply)
{
    /// <summary>Whether the step expects values from 0 to 1, so that it must stand before normalisation.</summary>
    public bool NeedsUnitRange { get; init; }

    /// <summary>Whether its result depends on the generator.</summary>
    public bool IsRandom { get; init; } = true;

    /// <summary>Shape of the result for images of a shape; throws a <see cref="ShapeException"/> where it does not work on
    /// them.</summary>
    public Func<Shape, Shape> OutputShape { get; init; } = shape => shape;

    /// <summary>As on the command line.</summary>
    public string Text { get; init; } = "";

    internal bool IsNormalization { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>How a step is written on the command line. It is a static property, where reflection finds it.</summary>
/// <param name="Name">The word the step begins with, e.g. <c>rotate</c>.</param>
/// <param name="Usage">The whole form and its meaning, in a line.</param>
/// <param name="MostArguments">The most arguments that may follow the name.</param>
/// <param name="Create">Makes the step from its arguments.</param>
internal sealed record StepSyntax(string Name, string Usage, int MostArguments, Func<StepText, PipelineStep> Create)
{
    public static IReadOnlyList<StepSyntax> All { get; } = Registry.Values<StepSyntax>(syntax => syntax.Name);

    /// <exception cref="PipelineException">An argument is missing, too many or wrong.</exception>
    public PipelineStep Parse(string text) => Create(new StepText(text, Usage, MostArguments)) with { Text = text };
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

    /// <summary>A number; the fallback holds when it is not there, null if it must be.</summary>
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

    /// <summary>One of some words; the fallback if it is not there.</summary>
    public string Word(int index, string fallback, params string[] words) => index >= arguments.Length ? fallback
        : words.Contains(arguments[index]) ? arguments[index]
        : throw Wrong($"'{arguments[index]}' is none of {string.Join(", ", words)}");

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

namespace Equivariant.Networks;

/// <summary>The shape of an <see cref="InceptionFcn"/>.</summary>
public sealed record InceptionFcnOptions
{
    /// <summary>Channels of the input.</summary>
    public int InChannels { get; init; } = 1;

    /// <summary>Number of logits a pixel.</summary>
    public required int Classes { get; init; }

    /// <summary>Channels of the stem; the other parts are multiples of it.</summary>
    public int Width { get; init; } = 16;

    /// <summary>The kind of the stem's first 3×3 convolution.</summary>
    public ConvKind FirstStem { get; init; } = ConvKind.Plain;

    /// <summary>The kind of the stem's second 3×3 convolution.</summary>
    public ConvKind SecondStem { get; init; } = ConvKind.Plain;

    /// <summary>
    /// The kind of all other 3×3 convolutions. With plain ones the pairs of 1×7 and 7×1 (and of 1×3 and 3×1) convolutions are
    /// those of Inception-v4; with any other kind, 7×7 rings (and 3×3 convolutions of the kind) take their places, as lines alone
    /// commute with no quarter turn, and transposed convolutions share taps.
    /// </summary>
    public ConvKind Body { get; init; } = ConvKind.Plain;

    /// <summary>
    /// Whether the result of Inception C counts in the prediction too. The paper names the stem, Inception A and Inception B;
    /// then Reduction B and Inception C would learn nothing, so the default is to count it.
    /// </summary>
    public bool UseInceptionC { get; init; } = true;
}

namespace Equivariant.Formats;

/// <summary>What a page of a TIFF file is like, as <see cref="TiffReader.Read"/> gives it.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Samples for each pixel.</param>
/// <param name="BitsPerSample">8, 16, 32 or 64.</param>
/// <param name="WhiteIsZero">Whether 0 is white and the largest sample black.</param>
/// <param name="Format">What kind of number a sample is.</param>
public sealed record TiffPage(
    int Height, int Width, int Channels, int BitsPerSample, bool WhiteIsZero,
    TiffSampleFormat Format = TiffSampleFormat.Unsigned);

/// <summary>Kinds of samples, with TIFF's own numbers (tag 339).</summary>
public enum TiffSampleFormat
{
    /// <summary>Whole numbers from 0 on.</summary>
    Unsigned = 1,

    /// <summary>Whole numbers with a sign.</summary>
    Signed = 2,

    /// <summary>IEEE 754 floating point.</summary>
    Float = 3,
}

namespace Equivariant.Formats;

/// <summary>What a page of a TIFF file is like.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Samples for each pixel.</param>
/// <param name="BitsPerSample">8 or 16.</param>
/// <param name="WhiteIsZero">Whether 0 is white and the largest sample black.</param>
public sealed record TiffPage(int Height, int Width, int Channels, int BitsPerSample, bool WhiteIsZero);

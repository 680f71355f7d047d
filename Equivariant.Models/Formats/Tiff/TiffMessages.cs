using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Formats;

/// <summary>Keeps what LibTiff says about errors instead of printing it. LibTiff has one handler; messages are kept by
/// thread.</summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    private static readonly TiffMessages Instance = new();

    /// <summary>The last error in this thread since <see cref="Listen"/>.</summary>
    [field: ThreadStatic]
    public static string? Last { get; private set; }

    /// <summary>Forgets earlier errors of this thread.</summary>
    public static void Listen()
    {
        LibTiff.SetErrorHandler(Instance);
        Last = null;
    }

    public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
    {
        try
        {
            Last = string.Format(CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            Last = format;
        }
    }

    public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
    {
    }
}

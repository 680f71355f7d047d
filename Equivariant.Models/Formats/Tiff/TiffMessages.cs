using System.IO;
using BitMiracle.LibTiff.Classic;

namespace Equivariant.Formats;

/// <summary>Keeps what LibTiff says about errors instead of printing it. LibTiff has one handler; messages are kept by
/// thread.</summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    private static readonly TiffMessages Instance = new();

    [ThreadStatic]
    private static string? last;

    /// <summary>The last error in this thread since <see cref="Listen"/>.</summary>
    public static string? Last => last;

    /// <summary>Forgets earlier errors of this thread.</summary>
    public static void Listen()
    {
        BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(Instance);
        last = null;
    }

    public override void ErrorHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
    {
        try
        {
            last = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            last = format;
        }
    }

    public override void WarningHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
    {
    }
}

/// <summary>Lets LibTiff read the bytes of a file; each page that is read has its own position.</summary>
internal sealed class TiffBytes(FileBytes file) : TiffStream
{
    private long position;

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        var available = (int)Math.Clamp(file.Length - position, 0, count);
        file.Read(position, buffer.AsSpan(offset, available));
        position += available;
        return available;
    }

    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        var from = origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => position, _ => file.Length };
        return position = Math.Clamp(from + offset, 0, file.Length);
    }

    public override long Size(object clientData) => file.Length;

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Close(object clientData)
    {
    }
}

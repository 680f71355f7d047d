namespace Equivariant.Formats;

/// <summary>
/// Reads the part of HDF5 that volumes of microscopy use (HDF5 File Format Specification 3.0): superblocks 0 to 3, groups old
/// and new, contiguous, compact and chunked data with all indices of chunks, deflate, shuffle and Fletcher's checksum, whole
/// and floating-point numbers in both byte orders, texts, attributes. What else there is (compound data, references, virtual
/// data sets, external files and links, other filters) is refused by name when it is asked for.
/// </summary>
public static class Hdf5
{
    /// <summary>Opens a file; it is mapped into memory and read as it is needed.</summary>
    /// <exception cref="FileFormatException">The file is damaged or no HDF5 file.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Hdf5File Open(string path) => new(FileBytes.Map(path));

    /// <summary>Opens the bytes of a file.</summary>
    /// <param name="bytes">The file's contents, which must not change while it is open.</param>
    /// <param name="name">What to call them in errors.</param>
    /// <exception cref="FileFormatException">They are damaged or no HDF5 file.</exception>
    public static Hdf5File Open(byte[] bytes, string name = "file in memory") => new(FileBytes.Of(bytes, name));
}

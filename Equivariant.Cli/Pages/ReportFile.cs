using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>The report.html of a folder, which may replace an earlier report but no other file.</summary>
internal sealed class ReportFile
{
    private const string Name = "report.html";

    /// <summary>The file, if it may be written; asked before the work that it reports begins.</summary>
    /// <param name="folder">Where it goes; made when the report is saved.</param>
    /// <param name="force">Whether to replace a file that is no report.</param>
    /// <param name="replaceReports">Whether an earlier report may go; else only <paramref name="force"/> replaces it.</param>
    /// <exception cref="WorkFailedException">There is such a file.</exception>
    public ReportFile(string folder, bool force, bool replaceReports = true)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Name));
        if (force || !File.Exists(Path))
            return;
        if (!replaceReports)
        {
            throw new WorkFailedException(
                $"'{Path}' is there already; choose another folder, or overwrite it with --force.");
        }
        if (!HtmlReport.IsReport(Path))
        {
            throw new WorkFailedException(
                $"'{Path}' is there and is no report of this program; move it, or overwrite it with --force.");
        }
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Writes on stdout where the report is.</summary>
    public void Tell(Terminal terminal) => terminal.Output.WriteLine($"report: {Path}");

    /// <exception cref="IOException">The report cannot be written.</exception>
    public void Save(HtmlReport report)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        report.Save(Path);
    }
}

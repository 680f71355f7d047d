using Equivariant.Tests.Data.Fetching;

namespace Equivariant.Tests.Cli;

public sealed class DataFetchVerbTests : FolderTests
{
    [DataFact, Trait("Length", "Full")]
    public void ASetIsFetchedFromAMirrorAndOpens()
    {
        var file = File.ReadAllBytes(System.IO.Path.Combine(Golden.DataFolder!, "breastmnist.npz"));
        using var server = new LoopbackServer((asked, number) =>
            LoopbackServer.Good(asked, file) with { Cut = number == 0 ? 200_000 : int.MaxValue });
        string[] args = ["data", "fetch", "medmnist:breastmnist", "--from", server.Url + "files/", "--to", Folder.Path, "--json"];
        var call = Call.Of(args).Succeeded();
        Assert.Contains("of 559.6 kB", call.Error);
        Assert.Contains("trying again", call.Error);
        var fetched = Assert.Single(call.Json.GetProperty("files").EnumerateArray());
        Assert.Equal(["name", "size", "file", "bytes", "fetched", "resumedFrom", "setAside"],
            fetched.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("breastmnist", 28, file.Length, true), (fetched.GetProperty("name").GetString(),
            fetched.GetProperty("size").GetInt32(), fetched.GetProperty("bytes").GetInt32(),
            fetched.GetProperty("fetched").GetBoolean()));
        Assert.All(server.Requests, asked => Assert.Equal("/files/breastmnist.npz", asked.Path));
        Assert.Equal(546, DataSpec.Open("medmnist:breastmnist", new DataOptions { Folder = Folder.Path }).Train.Count);

        var again = Assert.Single(Call.Of(args).Succeeded().Json.GetProperty("files").EnumerateArray());
        Assert.False(again.GetProperty("fetched").GetBoolean());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void WhatCannotBeFetchedIsOneLineAndNothingIsLeft()
    {
        using var server = new LoopbackServer((_, _) => new(404, []));
        var line = Call.Of(
            "data", "fetch", "breastmnist", "--size", "64", "--from", server.Url.ToString(), "--to", Folder.Path).Failed(1);
        Assert.Contains("breastmnist_64.npz is not at", line);
        Assert.Equal(0, Folder.Count);
    }

    [Theory]
    [InlineData("it has pathmnist", "fetch", "brestmnist")]
    [InlineData("organmnist3d comes in the sizes 28, 64, not 224", "fetch", "pathmnist,organmnist3d", "--size", "224")]
    [InlineData("http://", "fetch", "pathmnist", "--from", "ftp://x/")]
    [InlineData("data fetch --help", "fetch")]
    [InlineData("data list --help", "list", "--to", "x")]
    public void WrongArgumentsAreSaidBeforeAnythingIsFetched(string reason, params string[] args) =>
        Assert.Contains(reason, Call.Of(["data", .. args]).Failed(2));

    [Fact]
    public void EverySetAndSizeIsListed()
    {
        var json = Call.Of("data", "list", "--json").Succeeded().Json;
        var sets = json.GetProperty("sets").EnumerateArray().ToArray();
        Assert.Equal(MedMnistTable.All.Select(entry => entry.Flag), sets.Select(set => set.GetProperty("name").GetString()));
        var path = sets[0].GetProperty("files").EnumerateArray().Last();
        Assert.Equal((224, 107180L * 224 * 224 * 3), (
            path.GetProperty("size").GetInt32(), path.GetProperty("unpackedBytes").GetInt64()));
        Assert.Equal("https://zenodo.org/records/10519652/files/pathmnist_224.npz?download=1",
            path.GetProperty("url").GetString());
        var text = Call.Of("data", "list").Succeeded().Output;
        Assert.All(MedMnistTable.All, entry => Assert.Contains(entry.Flag, text));
        Assert.Contains("16.1 GB", text);
    }
}
